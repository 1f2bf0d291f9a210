import type { Locks } from '../platform/platform.ts';
import type { SyncParts } from './parts.ts';
import type { Watch } from './watch.ts';

interface Call {
  readonly what: string;
  /** Whether its end is progress. */
  readonly moves: boolean;
}

/**
 * The parts as a cycle under watch sees them: what it waits for is known, and each call it waits in, or makes later, ends
 * when it is broken off. So its own code unwinds, wherever it stands, and lets go of the lock.
 */
export function watchedParts(parts: SyncParts, watch: Watch): SyncParts {
  return {
    ...parts,
    store: watched(parts.store, watch, storeCall),
    service: watched(parts.service, watch, serviceCall),
    locks: watchedLocks(parts.locks, watch),
  };
}

/** Methods are wrapped as they are called: what the store and the service can do is known to them alone. */
function watched<T extends object>(
  target: T,
  watch: Watch,
  callOf: (name: string, input: readonly unknown[]) => Call,
): T {
  return new Proxy(target, {
    get(inner, name) {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      // The heartbeat is no step of the cycle and no progress: it beats beside it, and stops when that stands still, so
      // that others do not take it for alive.
      if (name === 'heartbeat') {
        return async (...input: readonly unknown[]) => {
          watch.throwIfStalled();
          await Reflect.apply(value, inner, input);
        };
      }
      return (...input: readonly unknown[]) => {
        watch.throwIfStalled();
        const output: unknown = Reflect.apply(value, inner, input);
        if (!isThenable(output)) return output;
        const { what, moves } = callOf(name, input);
        return watch.over(what, output).then((result) => {
          if (moves) watch.progress();
          return result;
        });
      };
    },
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** The named transactions of a cycle say by their names that they write. */
function storeCall(name: string, [, about]: readonly unknown[]): Call {
  const moves = /^(begin|commit|end)[A-Z]/.test(name);
  const table = textOf(about, 'table');
  const doing = name === 'commitPull' && table !== null ? `storing rows of ${table}` : wordsOf(name);
  return { what: `the database on this device (${doing})`, moves };
}

function serviceCall(name: string, input: readonly unknown[]): Call {
  const labels = input.map((one) => textOf(one, 'pluralLabel')).filter((label) => label !== null);
  const doing = [wordsOf(name), ...labels].join(' ');
  return { what: `the service (${doing})`, moves: true };
}

function textOf(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : null;
}

/** `commitSending` → `commit sending`: for a person who tells a developer. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const theRight = 'this browser, asked for the exclusive right to sync';

function watchedLocks(locks: Locks, watch: Watch): Locks {
  return {
    keepsOthersOut: locks.keepsOthersOut,
    request<T>(name: string, options: Parameters<Locks['request']>[1], hold: (lost: AbortSignal) => Promise<T>) {
      watch.throwIfStalled();
      let isHeld = () => {};
      const held = new Promise<null>((resolve) => {
        isHeld = () => resolve(null);
      });
      const answered = locks.request(name, options, async (lost) => {
        isHeld();
        return await hold(lost);
      });
      // Once it is held, what is waited for is said by the steps of the cycle.
      return watch.over(theRight, Promise.race([answered, held])).then(() => answered);
    },
  };
}
