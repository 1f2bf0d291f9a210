import type { OfflineProfile } from '../core/profile.ts';
import type { Clock, Locks, Network, Random, Timers } from '../platform/platform.ts';
import type { ServiceClient } from '../service/service-client.ts';
import type { Store } from '../storage/store.ts';
import type { PushPace } from './push-pace.ts';

/** What the engine works with: everything that is not a decision is given to it. */
export interface SyncParts {
  readonly store: Store;
  readonly service: ServiceClient;
  readonly locks: Locks;
  readonly network: Network;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Which tables, rows and columns are to be kept on this device, as of now; every one, if absent. */
  readonly profile?: () => Promise<OfflineProfile>;
  /** Tells of each piece of an answer as it arrives, and returns how to stop. Absent where answers come whole. */
  readonly heard?: (listener: () => void) => () => void;
  readonly pace: PushPace;
}
