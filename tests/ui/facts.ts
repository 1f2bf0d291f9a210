import type { Change, ChangeId, ChangeState } from '../../src/core/change.ts';
import type { Checkpoint } from '../../src/core/checkpoint.ts';
import type { Activity, SyncState } from '../../src/core/facts.ts';
import type { DeltaLink, RowKey } from '../../src/core/row.ts';
import type { TableDefinition } from '../../src/core/table.ts';
import { noFacts } from '../fixtures/no-facts.ts';
import { accounts, contacts } from '../fixtures/tables.ts';

export const now = new Date(2026, 10, 25, 10, 42).getTime();

export function following(upToDateAt: number): Checkpoint {
  return { kind: 'following', link: 'delta' as DeltaLink, upToDateAt };
}

export function reading(rowsRead: number, rowsExpected: number | null, isInitial = true): Checkpoint {
  return {
    kind: 'reading',
    strategy: 'full read',
    next: null,
    beganAt: 0,
    startedAt: now - 1000,
    rowsRead,
    bytesRead: rowsRead * 100,
    rowsExpected,
    isInitial,
    upToDateAt: isInitial ? null : now - 600_000,
    isRewriting: false,
    reach: null,
  };
}

export function change(order: number, state: ChangeState, more: Partial<Change> = {}): Change {
  return {
    id: `change-${order}` as ChangeId,
    order,
    kind: 'update',
    table: 'account',
    key: `row-${order}` as RowKey,
    values: { name: 'New' },
    oldValues: { name: 'Old' },
    baseETag: null,
    dependsOn: [],
    savedAt: now - 60_000,
    attempts: 0,
    state,
    lastAnswer: null,
    group: null,
    merge: null,
    origin: 'here',
    ...more,
  };
}

export interface Given {
  readonly tables?: readonly TableDefinition[];
  /** By table; a table without one was not begun. */
  readonly positions?: { readonly [table: string]: Checkpoint };
  readonly rowCounts?: { readonly [table: string]: number };
  readonly outbox?: readonly Change[];
  readonly activity?: Activity;
}

/** Two tables, both whole as of a minute ago, unless said otherwise. */
export function stateOf(given: Given = {}): SyncState {
  const positions = given.positions ?? { account: following(now - 60_000), contact: following(now - 120_000) };
  return {
    asOf: now,
    canary: { kind: 'not asked' },
    check: { kind: 'resting', problem: null },
    takesBatches: true,
    unreadable: [],
    activity: given.activity ?? { kind: 'idle' },
    facts: {
      ...noFacts,
      tables: given.tables ?? [accounts, contacts],
      checkpoints: Object.entries(positions).map(([table, position]) => ({
        table,
        position,
        storeId: 's',
        epoch: null,
        scope: null,
        best: 'delta link',
        quietPulls: 0,
      })),
      rowCounts: given.rowCounts ?? { account: 10, contact: 20 },
      outbox: given.outbox ?? [],
    },
  };
}
