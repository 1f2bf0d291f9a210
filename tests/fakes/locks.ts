import type { LockMode, Locks } from '../../src/platform/platform.ts';

/** One tab or worker, as far as locks are concerned. */
export interface LockContext extends Locks {
  /** The context is killed: its locks go, its waiting requests are forgotten, its promises never settle. */
  kill(): void;
}

/** The locks of one origin, shared by its contexts, with the rules of Web Locks. */
export interface LockSpace {
  openContext(): LockContext;
  isHeld(name: string): boolean;
  waitingCount(name: string): number;
}

interface Request {
  readonly owner: LockContext;
  readonly grant: () => Promise<void>;
  readonly steal: () => void;
}

interface Line {
  holder: Request | null;
  waiting: readonly Request[];
}

export function createLockSpace(): LockSpace {
  const lines = new Map<string, Line>();

  function lineOf(name: string): Line {
    const line = lines.get(name) ?? { holder: null, waiting: [] };
    lines.set(name, line);
    return line;
  }
  function hold(line: Line, request: Request): void {
    line.holder = request;
    void request.grant();
  }
  function serve(line: Line): void {
    const [next, ...rest] = line.waiting;
    if (line.holder !== null || next === undefined) return;
    line.waiting = rest;
    hold(line, next);
  }
  function leave(line: Line, request: Request): void {
    // A stolen lock is no longer ours to give back.
    if (line.holder !== request) return;
    line.holder = null;
    serve(line);
  }

  function openContext(): LockContext {
    let isAlive = true;
    const context: LockContext = {
      keepsOthersOut: true,
      request<T>(
        name: string,
        { mode, signal }: { readonly mode: LockMode; readonly signal?: AbortSignal },
        work: (lost: AbortSignal) => Promise<T>,
      ): Promise<T | 'unavailable'> {
        if (signal?.aborted) return Promise.reject(signal.reason);
        const line = lineOf(name);
        const lost = new AbortController();
        return new Promise<T | 'unavailable'>((resolve, reject) => {
          const onAbort = () => {
            line.waiting = line.waiting.filter((other) => other !== request);
            if (isAlive) reject(signal?.reason);
          };
          const request: Request = {
            owner: context,
            steal: () => lost.abort(new DOMException('The lock was stolen by another request.', 'AbortError')),
            grant: async () => {
              // Granted: the signal has no say any more. The work begins later, as in a browser.
              signal?.removeEventListener('abort', onAbort);
              await Promise.resolve();
              if (!isAlive) return;
              const working = (async () => work(lost.signal))().finally(() => leave(line, request));
              working.then(
                (result) => isAlive && resolve(result),
                (error: unknown) => isAlive && reject(error),
              );
            },
          };
          if (mode === 'steal') {
            line.holder?.steal();
            hold(line, request);
          } else if (line.holder === null && line.waiting.length === 0) {
            hold(line, request);
          } else if (mode === 'if available') {
            resolve('unavailable');
          } else {
            signal?.addEventListener('abort', onAbort, { once: true });
            line.waiting = [...line.waiting, request];
          }
        });
      },
      kill() {
        isAlive = false;
        for (const line of lines.values()) {
          line.waiting = line.waiting.filter((request) => request.owner !== context);
          if (line.holder?.owner === context) leave(line, line.holder);
        }
      },
    };
    return context;
  }

  return {
    openContext,
    isHeld: (name) => lines.get(name)?.holder != null,
    waitingCount: (name) => lines.get(name)?.waiting.length ?? 0,
  };
}
