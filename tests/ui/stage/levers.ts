import type { Canary } from '../../../src/core/canary.ts';
import type { Change } from '../../../src/core/change.ts';
import type { Activity } from '../../../src/core/facts.ts';
import type { Notice } from '../../../src/core/notice.ts';
import type { Trouble } from '../../../src/core/trouble.ts';

/** The state of a change, as a lever. */
export type FakeChange =
  | 'waiting'
  | 'waiting again'
  | 'sending'
  | 'maybe sent'
  | 'conflict'
  | 'conflict of one column'
  | 'gone there'
  | 'deleted here'
  | 'both created'
  | 'parked new row'
  | 'edit of the first'
  | 'points to the first'
  | 'new and points to the first'
  | 'missing'
  | 'parked'
  | 'imported'
  | 'new row'
  | 'delete';

/** What the stage can be set to. */
export interface Levers {
  readonly rows: number;
  /** How far the first load is; `half` moves on while it is watched if `isMoving`. */
  readonly load: 'none' | 'begun' | 'half' | 'whole' | 'again';
  readonly isMoving: boolean;
  readonly isOnline: boolean;
  readonly isSignedIn: boolean;
  readonly hasState: boolean;
  readonly environments: number;
  /** The service gives neither versions nor changes, and has a table that cannot be kept. */
  readonly isPoorService: boolean;
  /** The environment asks nobody who they are. */
  readonly asksNobody: boolean;
  readonly activity: Activity;
  readonly outbox: readonly FakeChange[];
  readonly privileges: 'all' | 'read' | 'no new rows';
  readonly serviceWorker: 'absent' | 'starting' | 'active' | 'update waiting' | 'too old';
  readonly expectation: 'full' | 'only while open' | 'none yet';
  readonly hasHistory: boolean;
  readonly draft: 'none' | 'of an unknown row' | 'of an older row';
  /** The row of the open form goes once something was typed and kept as a draft. */
  readonly goesAway: boolean;
  readonly isOpening: boolean;
  readonly unreadable: readonly string[];
  readonly notices: readonly Notice[];
  readonly canary: Canary;
  readonly breakdown: string | null;
  readonly troubles: readonly Trouble[];
  /** What the last self-check found, or that one runs. */
  readonly check: 'none' | 'running' | 'sound' | 'damaged' | 'broken off';
  readonly isRightToLeft: boolean;
}

export const calm: Levers = {
  rows: 12_000,
  load: 'whole',
  isMoving: false,
  isOnline: true,
  isSignedIn: true,
  hasState: true,
  environments: 1,
  isPoorService: false,
  asksNobody: false,
  activity: { kind: 'idle' },
  outbox: [],
  privileges: 'all',
  serviceWorker: 'active',
  expectation: 'full',
  hasHistory: true,
  draft: 'none',
  goesAway: false,
  isOpening: false,
  unreadable: [],
  notices: [],
  canary: { kind: 'none' },
  breakdown: null,
  troubles: [],
  check: 'none',
  isRightToLeft: false,
};

/** The stage's fixed clock: screenshots stay the same. */
export const stageNow = new Date(2026, 10, 25, 10, 42, 30).getTime();

export type { Change };
