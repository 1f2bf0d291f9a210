import type { Timers } from '../../platform.ts';

/** `unknown`: no answer yet. Firefox asks the person and may wait forever (headless it always does). */
export type Persistence = 'persisted' | 'not persisted' | 'unknown';

/** Asks the browser to spare this origin's storage from eviction. Chromium and Safari decide without asking the person. */
export async function requestPersistence(timers: Timers, timeoutMs: number): Promise<Persistence> {
  if (navigator.storage?.persist === undefined) return 'not persisted';
  const answer = navigator.storage.persist().then(
    (isPersisted): Persistence => (isPersisted ? 'persisted' : 'not persisted'),
    (): Persistence => 'not persisted',
  );
  let cancel = () => {};
  const late = new Promise<Persistence>((resolve) => {
    cancel = timers.after(timeoutMs, () => resolve('unknown'));
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}
