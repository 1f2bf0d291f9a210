import { randomUUID } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Database } from '../database/database.ts';
import { pathNotFound } from '../odata/service-error.ts';
import { live, type Phase, readiness } from './health.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type MetricsAccess, mayReadMetrics } from './metrics-access.ts';
import { type RequestScope, requestScope } from './request-scope.ts';
import { methodLabel, routeOf } from './route.ts';

type OperationsParts = {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly metricsAccess: MetricsAccess;
  readonly log: Log;
  readonly requestLines: 'none' | 'all';
  readonly phase: () => Phase;
};

/** What whoever runs the service sees of it; nothing here is about people or their rows. */
export type Operations = { readonly middleware: MiddlewareHandler<AppEnv>; readonly routes: Hono<AppEnv> };

const uncached = { 'cache-control': 'no-store' };

/** Gives each request its id, and counts what it came to. */
function observe({ metrics, log, requestLines }: OperationsParts): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const scope: RequestScope = { id: randomUUID(), rows: 0, code: null };
    const beganMs = performance.now();
    await requestScope.run(scope, next);
    c.res.headers.set('x-ms-service-request-id', scope.id);
    const ms = performance.now() - beganMs;
    const about = { route: routeOf(c.req.url), method: methodLabel(c.req.method), status: c.res.status };
    const { rows, code } = scope;
    metrics.answered({ ...about, seconds: ms / 1000, code, rows, changes: c.get('applied') ?? [] });
    if (requestLines === 'all') {
      log.request({ request: scope.id, ...about, ...(code === null ? {} : { code }), ms: Math.round(ms) });
    }
  };
}

export function createOperations(parts: OperationsParts): Operations {
  const { metrics } = parts;
  const routes = new Hono<AppEnv>();
  routes.get('/health/live', (c) => c.json(live.body, live.status, uncached));
  routes.get('/health/ready', async (c) => {
    const { status, body } = await readiness(parts.database, parts.phase());
    return c.json(body, status, uncached);
  });
  routes.get('/metrics', async (c) => {
    // Whoever may not read them is not told that they are there.
    if (!mayReadMetrics(parts.metricsAccess, c.req.raw, c.env?.incoming?.socket.remoteAddress)) {
      throw pathNotFound('/metrics');
    }
    return c.body(await metrics.text(), 200, { ...uncached, 'content-type': metrics.contentType });
  });
  return { middleware: observe(parts), routes };
}
