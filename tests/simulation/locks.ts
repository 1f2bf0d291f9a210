import type { Locks } from '../../src/platform/platform.ts';
import type { LockSpace } from '../fakes/locks.ts';
import type { Context } from './context.ts';

/** One context's locks: being granted one, losing it and getting its result are events. */
export function simulatedLocks(context: Context, space: LockSpace): Locks {
  const inner = space.openContext();
  context.onDeath(() => inner.kill());
  return {
    keepsOthersOut: true,
    request: (name, options, hold) =>
      new Promise((resolve, reject) => {
        if (!context.isAlive) return;
        context.deliver(context.world.choices.between(0, 1), 'asks for the lock', () => {
          if (options.signal?.aborted) return reject(options.signal.reason);
          inner
            .request(name, options, async (innerLost) => {
              const lost = new AbortController();
              innerLost.addEventListener('abort', () =>
                context.receive('lost the lock', () => lost.abort(innerLost.reason)),
              );
              await new Promise<void>((granted) => context.deliver(0, 'has the lock', granted));
              return await hold(lost.signal);
            })
            .then(
              (result) => context.receive('lock result', () => resolve(result)),
              (error) => context.receive('lock error', () => reject(error)),
            );
        });
      }),
  };
}
