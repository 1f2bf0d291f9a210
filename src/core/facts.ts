import type { Awaited } from './awaited.ts';
import type { Canary } from './canary.ts';
import type { Change } from './change.ts';
import type { TableCheckpoint } from './checkpoint.ts';
import type { Delivery } from './delivery.ts';
import type { Lease } from './lease.ts';
import type { Notice } from './notice.ts';
import type { CheckProgress, TableCheck } from './self-check.ts';
import type { LeftOutTable, TableDefinition } from './table.ts';
import type { TableSettings } from './table-settings.ts';
import type { Host, Trigger, Wake } from './wake.ts';

/** Every fact the screens show about sync, read from the store in one transaction. */
export interface StoreFacts {
  readonly tables: readonly TableDefinition[];
  /** Tables of the service that cannot be kept here. */
  readonly leftOut: readonly LeftOutTable[];
  readonly checkpoints: readonly TableCheckpoint[];
  /** Base rows on this device by table. */
  readonly rowCounts: { readonly [table: string]: number };
  /** Whether rows came with a version (ETag), by table; a table without a row here is absent. */
  readonly hasVersions: { readonly [table: string]: boolean };
  /** In the order made. */
  readonly outbox: readonly Change[];
  readonly lease: Lease | null;
  /** Newest first. */
  readonly wakes: readonly Wake[];
  /** Newest first. */
  readonly deliveries: readonly Delivery[];
  /** Of tables for which the person chose something. */
  readonly settings: readonly TableSettings[];
  /** What the person has not put away yet, oldest first. */
  readonly notices: readonly Notice[];
  /** The last comparison of each table with the service. */
  readonly checks: readonly TableCheck[];
}

/** What the cycle of this database does now, as far as this context knows. */
export type Activity =
  | { readonly kind: 'idle' }
  /** A failure that time can cure: the next try comes by itself. `isAsked`: the service asked for the pause, nothing breaks it. */
  | { readonly kind: 'waiting'; readonly until: number; readonly isAsked: boolean; readonly reason: string }
  | { readonly kind: 'running'; readonly host: Host; readonly trigger: Trigger; readonly startedAt: number }
  /** Twice a cycle here stood still and was broken off. `nextTryAt`: null while it is being tried again. */
  | { readonly kind: 'stuck'; readonly awaited: Awaited; readonly nextTryAt: number | null }
  /** Sending and receiving wait for the person to sign in again; reading and editing go on. */
  | { readonly kind: 'signed out'; readonly reason: string };

/** The state of sync at one moment. */
export interface SyncState {
  readonly facts: StoreFacts;
  readonly activity: Activity;
  /** What would tell if the browser deleted all this. */
  readonly canary: Canary;
  /** The self-check, as this tab runs it. */
  readonly check: CheckProgress;
  /** False once the service has shown this tab that it takes no `$batch`. */
  readonly takesBatches: boolean;
  /** What this device's database holds and cannot be read: kept where it is, named for a developer to look it up. */
  readonly unreadable: readonly string[];
  /** Device clock when this was put together. */
  readonly asOf: number;
}
