import type { LockMode, Locks } from '../../platform.ts';

/** A signal is refused together with `ifAvailable` or `steal`, where nothing waits (Web Locks, `request()` step 9). */
function webOptions(mode: LockMode, signal: AbortSignal | undefined): LockOptions {
  switch (mode) {
    case 'if available':
      return { ifAvailable: true };
    case 'steal':
      return { steal: true };
    case 'wait':
      return signal === undefined ? {} : { signal };
  }
}

/**
 * Locks over `navigator.locks`. A stolen lock makes the browser reject the holder's request at once with an AbortError
 * while its code goes on running; here `lost` is aborted instead, and the request ends when that code has ended.
 */
export function createWebLocks(manager: LockManager): Locks {
  return {
    keepsOthersOut: true,
    async request<T>(
      name: string,
      options: { readonly mode: LockMode; readonly signal?: AbortSignal },
      hold: (lost: AbortSignal) => Promise<T>,
    ): Promise<T | 'unavailable'> {
      options.signal?.throwIfAborted();
      const lost = new AbortController();
      const held: { work?: Promise<T>; isOver: boolean } = { isOver: false };
      try {
        await manager.request(name, webOptions(options.mode, options.signal), async (lock) => {
          if (lock === null) return;
          held.work = hold(lost.signal);
          try {
            await held.work;
          } finally {
            held.isOver = true;
          }
        });
      } catch (error) {
        if (held.work === undefined) throw error;
        if (!held.isOver) lost.abort(error);
      }
      return held.work ?? 'unavailable';
    },
  };
}
