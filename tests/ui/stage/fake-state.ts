import type { ChangeId, MergeNote } from '../../../src/core/change.ts';
import type { Checkpoint, TableCheckpoint } from '../../../src/core/checkpoint.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { SyncState } from '../../../src/core/facts.ts';
import type { DeltaLink } from '../../../src/core/row.ts';
import type { Wake } from '../../../src/core/wake.ts';
import { checkProgress, fakeChecks } from './fake-checks.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { fakeKey } from './fake-rows.ts';
import { fakeTables } from './fake-tables.ts';
import { type Levers, stageNow } from './levers.ts';

const sizes = { account: 1 / 6, contact: 1 / 2, lf_workorder: 1 };

/** How many rows of a table are here, at the levers' load. */
export function rowsHere(levers: Levers, table: string): number {
  const all = Math.round(levers.rows * (sizes[table as keyof typeof sizes] ?? 1));
  if (levers.load === 'whole' || levers.load === 'again' || (levers.load === 'half' && table === 'account')) return all;
  if (levers.load === 'half' && table === 'contact') return Math.round(all * 0.4);
  return 0;
}

export function fakeState(levers: Levers): SyncState {
  const may = levers.privileges !== 'read';
  const canCreate = levers.privileges === 'all';
  const noCreate = levers.privileges === 'no new rows' ? ({ noCreate: 'keys are made by the service' } as const) : {};
  const tables =
    levers.load === 'none'
      ? []
      : fakeTables({ canCreate, canUpdate: may, canDelete: may }).map((table) => ({ ...table, ...noCreate }));
  return {
    asOf: stageNow - 20_000,
    canary: levers.canary,
    check: checkProgress(levers),
    takesBatches: !levers.isPoorService,
    unreadable: levers.unreadable,
    activity: levers.activity,
    facts: {
      tables,
      checkpoints: tables.flatMap((table) => checkpoint(levers, table.name)),
      leftOut: levers.isPoorService ? [{ name: 'Lines', label: 'Order lines', why: 'several key columns' }] : [],
      hasVersions: Object.fromEntries(tables.map((table) => [table.name, !levers.isPoorService])),
      rowCounts: Object.fromEntries(tables.map((table) => [table.name, rowsHere(levers, table.name)])),
      outbox: fakeOutbox(levers.outbox),
      lease: null,
      wakes: levers.hasHistory ? wakes : [],
      deliveries: levers.hasHistory ? deliveries : [],
      settings: [{ table: 'account', conflicts: 'theirs', intervalMs: 3_600_000 }],
      notices: levers.notices,
      checks: fakeChecks(levers),
    },
  };
}

function checkpoint(levers: Levers, table: string): readonly TableCheckpoint[] {
  const position = positionOf(levers, table);
  return position === null
    ? []
    : [
        {
          table,
          position,
          storeId: 'store',
          epoch: levers.isPoorService ? null : '1',
          scope: null,
          best: 'delta link',
          quietPulls: 0,
        },
      ];
}

function positionOf(levers: Levers, table: string): Checkpoint | null {
  const whole: Checkpoint = { kind: 'following', link: 'delta' as DeltaLink, upToDateAt: stageNow - 90_000 };
  const rows = rowsHere(levers, table);
  const reading = (rowsRead: number, isInitial: boolean): Checkpoint => ({
    kind: 'reading',
    strategy: 'full read',
    next: null,
    beganAt: 1,
    startedAt: stageNow - 60_000,
    rowsRead,
    bytesRead: rowsRead * 612,
    rowsExpected: Math.round(levers.rows * (sizes[table as keyof typeof sizes] ?? 1)),
    isInitial,
    upToDateAt: isInitial ? null : stageNow - 600_000,
    isRewriting: false,
    reach: null,
  });
  if (levers.load === 'whole') return whole;
  if (levers.load === 'again') return table === 'contact' ? reading(Math.round(rows / 3), false) : whole;
  if (levers.load === 'half') return table === 'account' ? whole : table === 'contact' ? reading(rows, true) : null;
  return null;
}

const wake = (part: Partial<Wake> & { readonly id: number; readonly startedAt: number }): Wake => ({
  trigger: 'interval',
  host: 'data worker',
  fence: part.id,
  isLastChance: false,
  browserMajor: 156,
  install: 'tab',
  heartbeatAt: part.startedAt + 900,
  endedAt: part.startedAt + 900,
  end: 'finished',
  changesSent: 0,
  rowsReceived: 0,
  problem: null,
  ...part,
});

const wakes: readonly Wake[] = [
  wake({ id: 6, startedAt: stageNow - 90_000, rowsReceived: 3 }),
  wake({ id: 5, startedAt: stageNow - 400_000, trigger: 'background sync', host: 'service worker', changesSent: 2 }),
  wake({
    id: 4,
    startedAt: stageNow - 900_000,
    trigger: 'handover',
    host: 'service worker',
    end: 'time box',
    rowsReceived: 4000,
    endedAt: stageNow - 810_000,
  }),
  wake({
    id: 3,
    startedAt: stageNow - 1_900_000,
    trigger: 'edit',
    end: 'failed',
    problem: 'The service answered 503 and asked to wait 30 s.',
  }),
  wake({
    id: 2,
    startedAt: stageNow - 90_000_000,
    trigger: 'opened',
    end: 'cut off',
    endedAt: null,
    rowsReceived: 2000,
  }),
  wake({
    id: 1,
    startedAt: stageNow - 91_000_000,
    trigger: 'background sync',
    host: 'service worker',
    isLastChance: true,
    end: 'failed',
    problem: 'No answer: the network was down.',
  }),
];

const deliveries: readonly Delivery[] = [31, 32, 33, 34].map((n) => ({
  id: `delivered-${n}` as ChangeId,
  table: 'lf_workorder',
  key: fakeKey('lf_workorder', n),
  kind: n === 33 ? 'delete' : n === 32 ? 'create' : 'update',
  values: {},
  oldValues: {},
  origin: 'here',
  merge: mergeOf(n),
  end: n === 34 ? 'given up' : 'applied',
  epoch: null,
  isMissing: false,
  baseETag: null,
  etag: null,
  ackedAtCommit: n,
  savedAt: stageNow - n * 30_000,
  sentAt: stageNow - n * 30_000 + 21_000,
  appliedAt: stageNow - n * 30_000 + 22_000,
  seenBackAt: n === 31 ? null : stageNow - n * 30_000 + 25_000,
}));

function mergeOf(n: number): MergeNote | null {
  if (n === 31) return { theirs: ['lf_price'], mine: ['lf_status'], givenUp: [] };
  return n === 34 ? { theirs: [], mine: [], givenUp: ['lf_notes', 'lf_hours'] } : null;
}
