import type { Fetcher } from '../../src/service/fetcher.ts';
import type { Context } from './context.ts';
import { simulatedResponse } from './response.ts';
import { type ModelAnswer, type ModelRequest, page } from './service/answer.ts';
import type { ModelService } from './service/model-service.ts';
import type { Effect } from './service/writes.ts';

export const serviceUrl = 'https://service.test/';
export const serviceRoot = `${serviceUrl}api/data/v9.2/`;

/** What lies between a device and the service now. */
export type Line = 'open' | 'cut' | 'captive portal' | 'redirecting portal';

/** Who listens to the wire. */
export interface Tap {
  sent(request: ModelRequest): void;
  applied(request: ModelRequest, effect: Effect): void;
  heard(request: ModelRequest, answer: ModelAnswer): void;
}

export interface NetworkParts {
  readonly context: Context;
  readonly line: () => Line;
  readonly service: ModelService;
  readonly tap: Tap;
  /** The context dies, and perhaps the browser with it. */
  readonly die: () => void;
}

/** Longest that something on its way is late. */
const latestMs = 180_000;

/** `fetch` of one context: what is on its way is late, lost, twice, or cut. */
export function simulatedFetcher(parts: NetworkParts): Fetcher {
  const { context, service, tap, line } = parts;
  const { world } = context;
  const { between, pick, chance } = world.choices;
  return (url, init) =>
    new Promise<Response>((resolve, reject) => {
      if (!context.isAlive) return;
      const abort = () => reject(new DOMException('aborted', 'AbortError'));
      if (init.signal.aborted) return abort();
      const request = requestFrom(url, init);
      const trip: { isOver: boolean } = { isOver: false };
      const end = (label: string, delayMs: number, settle: () => void) =>
        context.deliver(delayMs, label, () => {
          if (trip.isOver) return;
          trip.isOver = true;
          init.signal.removeEventListener('abort', onAbort);
          settle();
        });
      const onAbort = () => {
        trip.isOver = true;
        abort();
      };
      init.signal.addEventListener('abort', onAbort, { once: true });
      const fail = () => end('has no answer', between(1, 4_000), () => reject(new TypeError('Failed to fetch')));
      const hear = (answer: ModelAnswer, delayMs: number) => {
        const isCut = answer.text !== '' && world.strikes('answer cut short');
        end(`hears ${answer.status}${isCut ? ', cut' : ''}`, delayMs, () => {
          if (world.strikes('kill at an answer')) return parts.die();
          if (!isCut) tap.heard(request, answer);
          resolve(simulatedResponse(answer, isCut));
        });
      };
      tap.sent(request);
      const between2 = line();
      if (between2 === 'cut') return void fail();
      if (between2 === 'captive portal') return hear(page(200), between(5, 200));
      if (between2 === 'redirecting portal') return hear({ status: 0, headers: {}, text: '' }, between(5, 200));
      if (world.strikes('request lost')) return chance(0.5) ? void fail() : undefined;
      const arrive = (delayMs: number, isAnswered: boolean) =>
        world.after(delayMs, `service gets ${request.method} ${request.path.slice(0, 60)}`, () => {
          const answer = world.strikes('server error')
            ? { ...page(pick([500, 502, 504])), headers: { 'content-type': 'text/html' } }
            : service.answer(request, (effect) => tap.applied(request, effect));
          if (!isAnswered) return;
          if (line() === 'cut' || world.strikes('answer lost')) {
            if (chance(0.5)) fail();
            return;
          }
          hear(answer, world.strikes('answer late') ? between(10_000, latestMs) : between(2, world.settings.tripMs));
        });
      arrive(world.strikes('request late') ? between(10_000, latestMs) : between(2, world.settings.tripMs), true);
      if (world.strikes('request twice')) arrive(between(2, chance(0.5) ? 1_000 : latestMs), false);
    });
}

function requestFrom(url: string, init: Parameters<Fetcher>[1]): ModelRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(init.headers)) headers[name.toLowerCase()] = value;
  const path = url.startsWith(serviceRoot) ? url.slice(serviceRoot.length) : `elsewhere:${url}`;
  return { method: init.method, path: decodeURIComponent(path), headers, body: init.body ?? '' };
}
