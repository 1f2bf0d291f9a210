import { type Context, Hono } from 'hono';
import type { AppEnv } from './app-env.ts';
import { corsHeaders, isPreflight } from './cors.ts';
import { DatabaseUnavailable, sqlState } from './database/database.ts';
import type { Environment } from './environments.ts';
import type { StrictHeaders } from './headers.ts';
import { authenticate, type IdentityContext, signIn } from './identity/sign-in.ts';
import type { Levers } from './levers/levers.ts';
import type { Answer, DataContext } from './odata/data-request.ts';
import { answerData, dataRoot } from './odata/data-routes.ts';
import {
  badRequest,
  duplicateKey,
  errorBody,
  methodNotAllowed,
  pathNotFound,
  Refused,
  serviceUnavailable,
} from './odata/service-error.ts';

export type AppParts = {
  readonly data: DataContext;
  readonly identity: IdentityContext;
  readonly environments: readonly Environment[];
  readonly headers: StrictHeaders;
  readonly appOrigins: readonly string[];
  readonly staticApp: (request: Request) => Promise<Response | null>;
  readonly levers: Levers | null;
  readonly reportError: (error: unknown) => void;
};

function toRefused(error: unknown): Refused | null {
  if (error instanceof Refused) return error;
  if (error instanceof DatabaseUnavailable) return serviceUnavailable();
  const state = sqlState(error);
  if (state === '23505') return duplicateKey();
  // What the checks before the database let through but its types do not: still the caller's input.
  if (state?.startsWith('22') || state === '23503') return badRequest('A value in the request is out of range.');
  return null;
}

function sendAnswer(c: Context<AppEnv>, answer: Answer, epoch: string): Response {
  c.set('effect', answer.effect);
  const headers = new Headers({ ...answer.headers, 'odata-version': '4.0', 'cache-control': 'no-store' });
  headers.set('landfall-epoch', epoch);
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  headers.set('content-type', 'application/json; odata.metadata=minimal');
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
}

function sendError(c: Context<AppEnv>, error: unknown, parts: AppParts): Response {
  const refused = toRefused(error);
  if (refused === null || error instanceof DatabaseUnavailable) parts.reportError(error);
  const details = refused?.error ?? {
    status: 500 as const,
    code: '0x80040216',
    message: 'An unexpected error occurred in the service.',
  };
  const isData = new URL(c.req.url).pathname.startsWith('/api/data/');
  const headers = { 'cache-control': 'no-store', 'landfall-epoch': parts.data.epoch, ...details.headers };
  return c.json(errorBody(details), details.status, isData ? { ...headers, 'odata-version': '4.0' } : headers);
}

/** The whole service as Request → Response. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(parts.headers.entries)) c.res.headers.set(name, value);
  });
  app.use('/api/*', async (c, next) => {
    if (isPreflight(c.req.raw)) c.res = new Response(null, { status: 204 });
    else await next();
    for (const [name, value] of Object.entries(corsHeaders(c.req.raw, parts.appOrigins)))
      c.res.headers.set(name, value);
  });
  if (parts.levers !== null) {
    app.use('/api/*', parts.levers.middleware);
    app.route('/__levers', parts.levers.routes);
  }
  app.get('/config.json', (c) => c.json({ environments: parts.environments }, 200, { 'cache-control': 'no-store' }));
  app.all('/api/sign-in', async (c) => {
    if (c.req.method !== 'POST') throw methodNotAllowed(c.req.method, 'POST');
    return c.json(await signIn(parts.identity, c.req.raw), 200, { 'cache-control': 'no-store' });
  });
  app.all(`${dataRoot}/*`, async (c) => {
    const caller = await authenticate(parts.identity, c.req.raw);
    return sendAnswer(c, await answerData(parts.data, c.req.raw, caller), parts.data.epoch);
  });
  app.all('*', async (c) => {
    const { pathname } = new URL(c.req.url);
    const isReserved = /^\/(api|__levers)(\/|$)/.test(pathname);
    const served = isReserved ? null : await parts.staticApp(c.req.raw);
    if (served !== null) return served;
    if (isReserved || c.req.method === 'GET' || c.req.method === 'HEAD') throw pathNotFound(pathname);
    throw methodNotAllowed(c.req.method, 'GET');
  });
  app.onError((error, c) => sendError(c, error, parts));
  return app;
}
