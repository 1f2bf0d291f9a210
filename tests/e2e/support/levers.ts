import type { FaultKind } from '../../../server/levers/faults.ts';
import type { LogEvent, LoggedRequest } from '../../../server/levers/request-log.ts';

export type { LoggedRequest };

/** One change of a row, with the request that made it; its preconditions are those of the request or part of a batch. */
export type LoggedEffect = Omit<LoggedRequest, 'effects'> & {
  readonly effect: { readonly kind: string; readonly table: string; readonly id: string };
};

function effectsOf({ effects, ...request }: LoggedRequest): readonly LoggedEffect[] {
  return effects.map(({ ifMatch, ifNoneMatch, ...effect }) => ({ ...request, ifMatch, ifNoneMatch, effect }));
}

export interface FaultOrder {
  readonly kind: FaultKind;
  /** `write` for every request but a read. */
  readonly method?: string;
  readonly pathIncludes?: string;
  /** Matching requests to let pass first. */
  readonly skip?: number;
  /** How many to hit; without it every one until `clearFaults`. */
  readonly count?: number;
  readonly retryAfterSeconds?: number;
}

export interface WaitOrder {
  readonly event: LogEvent;
  readonly count?: number;
  readonly method?: string;
  readonly pathIncludes?: string;
  /** Only requests with a greater number. */
  readonly since?: number;
}

export interface LeverSettings {
  readonly tokenSeconds?: number;
  readonly deltaExpirySeconds?: number;
  /** Service protection, per person. */
  readonly limitRequests?: number;
  readonly limitSeconds?: number;
  readonly limitConcurrent?: number;
  readonly limitWindowSeconds?: number;
}

export interface Levers {
  /** Every request to the service since it started, in order. */
  requests(): Promise<readonly LoggedRequest[]>;
  /** What they changed, in order. */
  effects(): Promise<readonly LoggedEffect[]>;
  /** Number of the newest request, for `since`. */
  last(): Promise<number>;
  /** Arms a fault; resolves with its id. Of several that match, the one armed first takes the request. */
  fault(order: FaultOrder): Promise<string>;
  /** Disarms every fault, or the one of that id, and lets the requests it holds go on. */
  clearFaults(id?: string): Promise<void>;
  /** Resolves once so many such events have happened; with the requests they happened to. */
  wait(order: WaitOrder): Promise<readonly LoggedRequest[]>;
  set(settings: LeverSettings): Promise<void>;
}

/** The levers of a service that was started with LANDFALL_LEVERS=1. */
export function leversAt(url: string): Levers {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/__levers${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`lever ${method} ${path}: ${answer.status} ${text.slice(0, 2000)}`);
    return text === '' ? null : JSON.parse(text);
  };
  const requests = async () => (await call('GET', '/requests')) as readonly LoggedRequest[];
  return {
    requests,
    effects: async () => (await requests()).flatMap(effectsOf),
    last: async () => (await requests()).at(-1)?.n ?? 0,
    async fault(order) {
      return ((await call('POST', '/faults', order)) as { id: string }).id;
    },
    async clearFaults(id) {
      await call('DELETE', id === undefined ? '/faults' : `/faults/${id}`);
    },
    async wait(order) {
      const query = new URLSearchParams(Object.entries(order).map(([name, value]) => [name, String(value)]));
      return (await call('GET', `/wait?${query}`)) as readonly LoggedRequest[];
    },
    async set(settings) {
      await call('POST', '/settings', settings);
    },
  };
}
