import type { CommitHints } from '../../src/core/commit-hints.ts';
import type { Context } from './context.ts';

/** A broadcast channel of one database of one device: heard by the other contexts, late, or not at all. */
export class HintChannel {
  readonly #ends = new Set<{ readonly context: Context; readonly hear: () => void }>();

  open(context: Context): CommitHints {
    const listeners = new Set<() => void>();
    const end = { context, hear: () => listeners.forEach((listener) => void listener()) };
    this.#ends.add(end);
    context.onDeath(() => this.#ends.delete(end));
    let isPending = false;
    return {
      send: () => {
        if (!context.isAlive || isPending || this.#ends.size < 2) return;
        isPending = true;
        context.world.after(context.world.choices.between(0, 5), 'hint', () => {
          isPending = false;
          for (const other of this.#ends) {
            if (other !== end && !context.world.strikes('hint lost')) other.context.receive('hint', other.hear);
          }
        });
      },
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        this.#ends.delete(end);
      },
    };
  }
}
