import type { HttpBindings } from '@hono/node-server';
import type { Effect } from './odata/data-request.ts';

/** What travels with one request. Under test there is no socket: the app is called as Request → Response. */
export type AppEnv = { Bindings: Partial<HttpBindings>; Variables: { effect: Effect | undefined } };
