import type { Context, MiddlewareHandler, Next } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { Refused } from '../odata/service-error.ts';
import type { Fault, Faults } from './faults.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';

/** The client sees a connection that ends without an answer. */
function dropConnection(c: Context<AppEnv>): Response {
  c.env?.incoming?.socket.destroy();
  // Tells the Node adapter that nothing is left to send.
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}

function retryAfter(fault: Fault, fallback: number | null): Record<string, string> {
  const seconds = fault.retryAfterSeconds ?? fallback;
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}

function refusal(fault: Fault): Refused | null {
  if (fault.kind === 'throttle') {
    const message = 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.';
    return new Refused({ status: 429, code: '0x80072322', message, headers: retryAfter(fault, 5) });
  }
  if (fault.kind !== 'unavailable') return null;
  const message = 'The service is unavailable.';
  return new Refused({ status: 503, code: '0x80040200', message, headers: retryAfter(fault, null) });
}

const portal = '<!doctype html><title>Welcome to the guest network</title><p>Please accept the terms.</p>';

export function leverMiddleware(
  log: RequestLog,
  faults: Faults,
  identify: (request: Request) => Promise<string | null>,
): MiddlewareHandler<AppEnv> {
  const hold = async (entry: LoggedRequest, fault: Fault): Promise<void> => {
    const released = faults.released(fault);
    log.note(entry, 'held');
    await released;
  };

  const run = async (
    c: Context<AppEnv>,
    next: Next,
    entry: LoggedRequest,
    fault: Fault | null,
  ): Promise<Response | null> => {
    const refused = fault === null ? null : refusal(fault);
    if (refused !== null) throw refused;
    if (fault?.kind === 'html') return c.html(portal);
    if (fault?.kind === 'drop-before') return dropConnection(c);
    if (fault?.kind === 'hold-before') await hold(entry, fault);
    await next();
    entry.effects = c.get('applied') ?? [];
    for (const _ of entry.effects) log.note(entry, 'applied');
    if (fault?.kind === 'drop-after-applying') return dropConnection(c);
    if (fault?.kind === 'hold-after-applying') await hold(entry, fault);
    return null;
  };

  return async (c, next) => {
    const entry = log.begin(c.req.raw, await identify(c.req.raw));
    const fault = faults.take(entry.method, entry.path);
    try {
      const replaced = await run(c, next, entry, fault);
      if (replaced !== null) c.res = replaced;
    } catch (error) {
      entry.status = error instanceof Refused ? error.error.status : 500;
      log.note(entry, 'answered');
      throw error;
    }
    const isDropped = fault?.kind === 'drop-before' || fault?.kind === 'drop-after-applying';
    if (isDropped) return;
    entry.status = c.res.status;
    log.note(entry, 'answered');
  };
}
