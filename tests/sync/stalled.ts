import type { Store } from '../../src/storage/store.ts';
import { deferred } from '../fakes/deferred.ts';

/** A store whose calls of one name can be made to hang, as a transaction does behind another that never ends. */
export interface HangingStore {
  readonly store: Store;
  /** From now on calls of this name never settle; `reached` resolves when one was made. */
  hang(name: keyof Store): { readonly reached: Promise<void> };
  /** From now on calls of this name reject. */
  fail(name: keyof Store, error: Error): void;
  onReconnect(listener: () => void): void;
  /** From now on they answer again; those that hang go on to. */
  recover(): void;
  /** Names of all calls, in order. */
  readonly calls: string[];
}

export function hangingStore(store: Store): HangingStore {
  const hung = new Map<string, () => void>();
  const failing = new Map<string, Error>();
  let reconnected = () => {};
  const calls: string[] = [];
  return {
    calls,
    hang(name) {
      const reached = deferred();
      hung.set(name, () => reached.resolve());
      return { reached: reached.promise };
    },
    fail: (name, error) => void failing.set(name, error),
    onReconnect: (listener) => {
      reconnected = listener;
    },
    recover: () => {
      hung.clear();
      failing.clear();
    },
    store: new Proxy(store, {
      get(inner, name) {
        const value: unknown = Reflect.get(inner, name);
        if (typeof value !== 'function') return value;
        return (...input: unknown[]) => {
          calls.push(String(name));
          const reached = hung.get(String(name));
          const failure = failing.get(String(name));
          if (failure !== undefined) return Promise.reject(failure);
          if (name === 'reconnect') reconnected();
          if (reached === undefined) return Reflect.apply(value, inner, input);
          reached();
          return new Promise(() => {});
        };
      },
    }),
  };
}
