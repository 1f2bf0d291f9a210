/** Milliseconds since 1970 by this device's clock: it may be wrong and may jump. */
export interface Clock {
  now(): number;
}

/** Calls back once after a while, unless cancelled; late, or never, in a page that is throttled or frozen. */
export interface Timers {
  after(delayMs: number, callback: () => void): () => void;
}

export interface Random {
  uuid(): string;
  /** At least 0, below 1. */
  fraction(): number;
}

/** What the browser says of the network. */
export interface Network {
  /** Only true can be believed: Linux always says false, and a captive portal counts as a network. */
  isSurelyOffline(): boolean;
}

/** How to ask for a lock. `steal` takes it from whoever holds it: their code goes on running, only the fence stops it. */
export type LockMode = 'if available' | 'wait' | 'steal';

/** Web Locks, as far as they are used: shared by all tabs and workers of this origin. */
export interface Locks {
  /** False where nothing is ever held: then it is the lease alone that keeps two contexts apart. */
  readonly keepsOthersOut: boolean;
  /**
   * Runs `hold` while the lock is held and resolves with its result; `unavailable` if it was not to be had. `lost` is
   * aborted when the lock is stolen. Rejects if `signal` aborts while waiting.
   */
  request<T>(
    name: string,
    options: { readonly mode: LockMode; readonly signal?: AbortSignal },
    hold: (lost: AbortSignal) => Promise<T>,
  ): Promise<T | 'unavailable'>;
}

/** What became of ringing the doorbell. */
export type Ring =
  /** The browser has the registration: it will wake the service worker. */
  | 'registered'
  /** It could, and would not now: permission denied, or no window open. */
  | 'refused'
  /** This browser has no Background Sync, or there is no service worker. */
  | 'absent';

/** The Background Sync registration that asks the browser to wake the service worker. */
export interface Doorbell {
  ring(): Promise<Ring>;
  /** Whether the browser says that a wake is scheduled. */
  isRung(): Promise<boolean>;
}
