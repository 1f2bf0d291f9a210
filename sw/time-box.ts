import type { Timers } from '../src/platform/platform.ts';

/**
 * `work`, or `otherwise` if it takes longer. What hangs in the browser (its database, a lock) heeds no signal; whoever
 * waits for it would keep this service worker until the browser ends it, and count as failed with it.
 */
export function inTimeBox<T>(
  timers: Timers,
  box: { readonly ms: number; readonly otherwise: () => T },
  work: Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(box.ms, () => resolve(box.otherwise()));
    work.then(resolve, reject).finally(cancel);
  });
}
