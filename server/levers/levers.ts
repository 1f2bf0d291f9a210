import { Hono, type MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Limits } from '../odata/data-request.ts';
import { readJsonObject } from '../odata/read-body.ts';
import { badRequest } from '../odata/service-error.ts';
import type { ProtectionLimits } from '../protection/protection-limits.ts';
import { createFaults } from './faults.ts';
import { leverMiddleware } from './lever-middleware.ts';
import { createRequestLog, type LogEvent, type Watch } from './request-log.ts';
import { setLimit } from './set-limit.ts';

const mostBodyBytes = 16 * 1024;
const longestWaitMs = 120_000;
const events: readonly LogEvent[] = ['request', 'held', 'applied', 'answered'];

export type Levers = { readonly middleware: MiddlewareHandler<AppEnv>; readonly routes: Hono<AppEnv> };
export type LeverParts = {
  readonly limits: Limits;
  readonly protection: ProtectionLimits;
  readonly now: () => number;
  readonly identify: (request: Request) => Promise<string | null>;
};

function parseWatch(search: URLSearchParams): Watch {
  const event = events.find((candidate) => candidate === search.get('event'));
  if (event === undefined) throw badRequest(`'event' must be one of ${events.join(', ')}.`);
  const wholeNumber = (name: string, fallback: number): number => {
    const text = search.get(name) ?? String(fallback);
    if (!/^\d{1,9}$/.test(text)) throw badRequest(`'${name}' must be a whole number.`);
    return Number(text);
  };
  return {
    event,
    count: wholeNumber('count', 1),
    method: search.get('method') || null,
    pathIncludes: search.get('pathIncludes') || null,
    since: wholeNumber('since', 0),
  };
}

/** Test levers: loaded only when switched on at start. */
export function createLevers({ limits, protection, now, identify }: LeverParts): Levers {
  const log = createRequestLog(now);
  const faults = createFaults();
  const routes = new Hono<AppEnv>();
  routes.get('/requests', (c) => c.json(log.requests));
  routes.post('/faults', async (c) => c.json({ id: faults.add(await readJsonObject(c.req.raw, mostBodyBytes)).id }));
  routes.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  routes.delete('/faults/:id', (c) => {
    faults.clear(c.req.param('id'));
    return c.body(null, 204);
  });
  routes.get('/wait', async (c) => {
    const watch = parseWatch(new URL(c.req.url).searchParams);
    await log.waitFor(watch, AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(longestWaitMs)]));
    const found = log.matching(watch);
    return c.json(found, found.length >= watch.count ? 200 : 408);
  });
  routes.post('/settings', async (c) => {
    const body = await readJsonObject(c.req.raw, mostBodyBytes);
    for (const [name, value] of body) {
      if (typeof value !== 'number' || value < 0) throw badRequest(`'${name}' must be a number, 0 or more.`);
      if (!setLimit({ limits, protection }, name, value)) throw badRequest(`Unknown setting '${name}'.`);
    }
    return c.json({ ...limits, protection });
  });
  return { middleware: leverMiddleware(log, faults, identify), routes };
}
