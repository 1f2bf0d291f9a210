import type { HttpBindings } from '@hono/node-server';
import type { Caller } from './identity/sign-in.ts';
import type { Applied } from './odata/applied.ts';

/** What travels with one request. Under test there is no socket: the app is called as Request → Response. */
export type AppEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: { caller: Caller; applied: readonly Applied[] | undefined };
};
