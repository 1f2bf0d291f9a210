import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Caller } from '../identity/sign-in.ts';
import type { ServiceProtection } from './service-protection.ts';

/**
 * Stands before everything that answers data: who asks is known from here on, and nobody is let in beyond the limits. A
 * refusal is an answer like any other and says what is left.
 */
export function protect(
  protection: ServiceProtection,
  authenticate: (request: Request) => Promise<Caller>,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = await authenticate(c.req.raw);
    c.set('caller', caller);
    const tellRemaining = (): void => {
      for (const [name, value] of Object.entries(protection.remaining(caller.person.id))) c.header(name, value);
    };
    try {
      const turn = protection.begin(caller.person.id);
      try {
        await next();
      } finally {
        turn.end();
      }
    } finally {
      tellRemaining();
    }
  };
}
