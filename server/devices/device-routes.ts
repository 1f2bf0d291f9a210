import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { methodNotAllowed, pathNotFound } from '../odata/service-error.ts';
import { dropDeviceCookie, readDeviceCookie, writeDeviceCookie } from './device-cookie.ts';
import type { DeviceRegister } from './device-register.ts';
import { isStoreId, readDeviceReport } from './device-report.ts';

export const devicesPath = '/api/devices';

const uncached = { 'cache-control': 'no-store' };

/**
 * The canary: what browsers delete under pressure is all of an app's storage at once, and nobody tells the app. What
 * outlives that is a cookie, and what the service knows. Only a person's own devices are ever named.
 */
export function createDeviceRoutes(register: DeviceRegister, now: () => number): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.all('/', async (c) => {
    if (c.req.method !== 'POST') throw methodNotAllowed(c.req.method, 'POST');
    const { environment, ...report } = await readDeviceReport(c.req.raw);
    const owner = { personId: c.get('caller').person.id, environment };
    const known = await register.report(owner.personId, report, readDeviceCookie(c.req.raw, owner));
    const { storeId, unsent } = report;
    const cookie = writeDeviceCookie(c.req.raw, owner, { storeId, unsent, reportedMs: now() });
    return c.json(known, 200, { ...uncached, 'set-cookie': cookie });
  });
  routes.all('/:storeId', async (c) => {
    const storeId = c.req.param('storeId');
    if (!isStoreId(storeId)) throw pathNotFound(c.req.path);
    if (c.req.method !== 'DELETE') throw methodNotAllowed(c.req.method, 'DELETE');
    await register.forget(c.get('caller').person.id, storeId);
    const cookie = dropDeviceCookie(c.req.raw, storeId);
    return new Response(null, { status: 204, headers: { ...uncached, ...(cookie && { 'set-cookie': cookie }) } });
  });
  return routes;
}
