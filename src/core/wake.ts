/** Where a cycle runs. */
export type Host = 'data worker' | 'service worker';

/** Why a cycle runs: a closed list. */
export type Trigger =
  | 'opened'
  | 'edit'
  | 'online'
  | 'visible'
  | 'interval'
  | 'retry'
  | 'sync now'
  | 'signed in'
  | 'handover'
  | 'background sync'
  | 'self-check';

/**
 * How a wake came to its end. `cut off`: it never wrote an end, and its heartbeat stopped. `stalled`: it stood still and
 * was broken off; its problem says what it waited for.
 */
export type WakeEnd = 'finished' | 'time box' | 'handed over' | 'fence lost' | 'failed' | 'cut off' | 'stalled';

/** The browser a wake was seen in: another version, or the app before it was installed, may behave differently. */
export interface BrowserSeen {
  /** Null where it is not known. */
  readonly browserMajor: number | null;
  readonly install: 'installed' | 'tab' | 'unknown';
}

/** One time that code ran to sync. Times are the device clock's milliseconds since 1970. */
export interface Wake extends BrowserSeen {
  readonly id: number;
  readonly trigger: Trigger;
  readonly host: Host;
  readonly fence: number;
  /** The browser's last try of its own, where it said so. */
  readonly isLastChance: boolean;
  readonly startedAt: number;
  readonly heartbeatAt: number;
  readonly endedAt: number | null;
  readonly end: WakeEnd | null;
  readonly changesSent: number;
  readonly rowsReceived: number;
  /** What went wrong, in plain words; null if nothing did. */
  readonly problem: string | null;
}
