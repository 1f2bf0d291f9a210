import type { Timers } from '../platform/platform.ts';

/** What `promise` resolves with, or null if that takes longer: it may go on, nobody waits for it any more. */
export function within<T>(timers: Timers, ms: number, promise: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(ms, () => resolve(null));
    promise.then(
      (result) => {
        cancel();
        resolve(result);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}
