import type { Applied } from '../odata/applied.ts';

export type LoggedRequest = {
  readonly n: number;
  readonly at: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly person: string | null;
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  /** null while unanswered; stays null when the answer was dropped. */
  status: number | null;
  /** What it changed, in order: a batch may have changed many rows. */
  effects: readonly Applied[];
};

/** `applied` happens once for each effect. */
export type LogEvent = 'request' | 'held' | 'applied' | 'answered';
export type Watch = {
  readonly event: LogEvent;
  readonly count: number;
  readonly method: string | null;
  readonly pathIncludes: string | null;
  /** Only requests numbered above it. */
  readonly since: number;
};

export type RequestLog = {
  readonly requests: readonly LoggedRequest[];
  readonly begin: (request: Request, person: string | null) => LoggedRequest;
  readonly note: (request: LoggedRequest, event: LogEvent) => void;
  readonly matching: (watch: Watch) => readonly LoggedRequest[];
  /** Resolves when so many such events have happened, or when the signal aborts. */
  readonly waitFor: (watch: Watch, signal: AbortSignal) => Promise<void>;
};

export function createRequestLog(now: () => number): RequestLog {
  const requests: LoggedRequest[] = [];
  const events: { event: LogEvent; request: LoggedRequest }[] = [];
  const listeners = new Set<() => void>();

  const matching = (watch: Watch): readonly LoggedRequest[] =>
    events
      .filter(({ event, request }) => {
        const isMethod = watch.method === null || request.method === watch.method;
        const isPath = watch.pathIncludes === null || request.path.includes(watch.pathIncludes);
        return event === watch.event && request.n > watch.since && isMethod && isPath;
      })
      .map(({ request }) => request);

  const note = (request: LoggedRequest, event: LogEvent): void => {
    events.push({ event, request });
    for (const listener of [...listeners]) listener();
  };

  return {
    requests,
    note,
    matching,
    begin(request, person) {
      const url = new URL(request.url);
      const logged: LoggedRequest = {
        n: requests.length + 1,
        at: new Date(now()).toISOString(),
        method: request.method,
        path: url.pathname + url.search,
        person,
        ifMatch: request.headers.get('if-match'),
        ifNoneMatch: request.headers.get('if-none-match'),
        status: null,
        effects: [],
      };
      requests.push(logged);
      note(logged, 'request');
      return logged;
    },
    waitFor(watch, signal) {
      return new Promise((resolve) => {
        const check = (): void => {
          if (!signal.aborted && matching(watch).length < watch.count) return;
          listeners.delete(check);
          resolve();
        };
        listeners.add(check);
        signal.addEventListener('abort', check, { once: true });
        check();
      });
    },
  };
}
