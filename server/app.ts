import { type Context, Hono } from 'hono';
import type { AppEnv } from './app-env.ts';
import { corsHeaders, isPreflight } from './cors.ts';
import type { DeviceRegister } from './devices/device-register.ts';
import { createDeviceRoutes, devicesPath } from './devices/device-routes.ts';
import type { Environment } from './environments.ts';
import type { StrictHeaders } from './headers.ts';
import { addressOf } from './identity/address.ts';
import { authenticate, type Caller, type IdentityContext, signIn } from './identity/sign-in.ts';
import type { Levers } from './levers/levers.ts';
import { appliedBy } from './odata/applied.ts';
import { answerBatch, isBatchPath } from './odata/batch/answer-batch.ts';
import type { DataContext } from './odata/data-request.ts';
import { answerAlone, dataRoot } from './odata/data-routes.ts';
import { type Rendered, renderAnswer } from './odata/render-answer.ts';
import { errorBody, methodNotAllowed, pathNotFound } from './odata/service-error.ts';
import type { Operations } from './operations/operations.ts';
import { noteRefusal } from './operations/request-scope.ts';
import { routeOf } from './operations/route.ts';
import { protect } from './protection/protect.ts';
import type { ServiceProtection } from './protection/service-protection.ts';
import { toServiceError } from './service-failure.ts';

type AppParts = {
  readonly data: DataContext;
  readonly identity: IdentityContext;
  readonly protection: ServiceProtection;
  readonly devices: DeviceRegister;
  readonly environments: readonly Environment[];
  readonly headers: StrictHeaders;
  readonly appOrigins: readonly string[];
  readonly trustedProxies: number;
  readonly staticApp: (request: Request) => Promise<Response | null>;
  readonly levers: Levers | null;
  readonly operations: Operations;
  readonly reportError: (error: unknown) => void;
};

async function answerOne(c: Context<AppEnv>, data: DataContext, caller: Caller): Promise<Rendered> {
  const answer = await answerAlone(data, c.req.raw, caller);
  c.set('applied', appliedBy(answer, c.req.raw));
  return renderAnswer(answer);
}

async function answerMany(c: Context<AppEnv>, parts: AppParts, caller: Caller): Promise<Rendered> {
  const { applied, ...rendered } = await answerBatch({ ...parts, caller }, c.req.raw);
  c.set('applied', applied);
  return rendered;
}

function send({ status, headers, body }: Rendered, epoch: string): Response {
  const common = { 'odata-version': '4.0', 'cache-control': 'no-store', 'landfall-epoch': epoch };
  return new Response(body, { status, headers: { ...headers, ...common } });
}

function sendError(c: Context<AppEnv>, error: unknown, parts: AppParts): Response {
  const details = toServiceError(error, parts.reportError);
  noteRefusal(details.code);
  const isData = new URL(c.req.url).pathname.startsWith('/api/data/');
  const headers = { 'cache-control': 'no-store', 'landfall-epoch': parts.data.epoch, ...details.headers };
  return c.json(errorBody(details), details.status, isData ? { ...headers, 'odata-version': '4.0' } : headers);
}

/** The whole service as Request → Response. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use('*', parts.operations.middleware);
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
    const { middleware } = parts.levers;
    // What devices tell of themselves comes at times of its own: faults and counts are of what a test asks for.
    app.use('/api/*', (c, next) => (routeOf(c.req.url) === 'devices' ? next() : middleware(c, next)));
    app.route('/__levers', parts.levers.routes);
  }
  app.route('/', parts.operations.routes);
  app.get('/config.json', (c) => c.json({ environments: parts.environments }, 200, { 'cache-control': 'no-store' }));
  app.all('/api/sign-in', async (c) => {
    if (c.req.method !== 'POST') throw methodNotAllowed(c.req.method, 'POST');
    return c.json(await signIn(parts.identity, c.req.raw, addressOf(c.req.raw, c.env, parts.trustedProxies)), 200, {
      'cache-control': 'no-store',
    });
  });
  const known = protect(parts.protection, (request) => authenticate(parts.identity, request));
  app.use(`${devicesPath}/*`, known);
  app.route(devicesPath, createDeviceRoutes(parts.devices, parts.data.now));
  app.use(`${dataRoot}/*`, known);
  app.all(`${dataRoot}/*`, async (c) => {
    const caller = c.get('caller');
    const isBatch = isBatchPath(new URL(c.req.url).pathname);
    const rendered = isBatch ? await answerMany(c, parts, caller) : await answerOne(c, parts.data, caller);
    return send(rendered, parts.data.epoch);
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
