import type { Checkpoint, PullStrategy, TableCheckpoint } from '../../core/checkpoint.ts';
import { nextBest } from '../../core/pull-strategy.ts';
import type { BaseRow, RowKey } from '../../core/row.ts';
import { isSameJson } from '../../core/value.ts';
import type { Database, Records } from '../records.ts';
import type { CycleStamp, Landing, LandingPortion, ReadBeginning } from '../store.ts';
import { arriving, judgeDeliveries } from './judge-deliveries.ts';
import { heldLease, leaseScope, renewLease } from './lease-renewal.ts';
import { logRows } from './log-rows.ts';
import { endRead } from './read-end.ts';
import { isStalePortion, markSeenBack } from './seen-back.ts';

export function beginRead(database: Database, stamp: CycleStamp, beginning: ReadBeginning): Promise<TableCheckpoint> {
  const scope = [...leaseScope, 'checkpoints', 'readKeys', 'commitLog', 'identity'] as const;
  return database.write(scope, async (records) => {
    await renewLease(records, stamp);
    const { table, strategy, epoch, scope: pulledWith = null } = beginning;
    const before = await records.checkpoints.get(table);
    const earlier = before?.position.kind === 'reading' ? before.position : null;
    const checkpoint: TableCheckpoint = {
      table,
      position: {
        kind: 'reading',
        strategy,
        next: null,
        beganAt: await records.commitLog.newest(),
        startedAt: stamp.now,
        rowsRead: 0,
        bytesRead: 0,
        rowsExpected: null,
        isInitial: before === undefined || earlier?.isInitial === true,
        upToDateAt: before?.position.upToDateAt ?? null,
        isRewriting: before !== undefined && (before.scope !== pulledWith || earlier?.isRewriting === true),
        reach: null,
      },
      storeId: await storeIdOf(records),
      epoch,
      scope: pulledWith,
      best: beginning.best ?? before?.best ?? 'delta link',
      quietPulls: before?.quietPulls ?? 0,
    };
    await records.readKeys.clear(table);
    await records.checkpoints.put(checkpoint);
    return checkpoint;
  });
}

/** What a portion did; the commit's number and what it left of the rows it touched, null for a removed one. */
export interface Landed {
  readonly landing: Landing;
  readonly number: number | null;
  readonly rows: ReadonlyMap<RowKey, BaseRow | null>;
}

const pullScope = [
  ...leaseScope,
  'rows',
  'checkpoints',
  'readKeys',
  'commitLog',
  'deliveries',
  'identity',
  'tables',
] as const;

export const stale: Landed = { landing: 'stale', number: null, rows: new Map() };

export function commitPull(database: Database, stamp: CycleStamp, portion: LandingPortion): Promise<Landed> {
  return database.write(pullScope, async (records): Promise<Landed> => {
    await heldLease(records, stamp);
    const isStale = await isStalePortion(records, portion);
    await renewLease(records, stamp, { rowsReceived: isStale ? 0 : portion.rows.length });
    if (isStale) return stale;

    const { table, rows, removals, checkpoint } = portion;
    const before = await records.checkpoints.get(table);
    const reading = before?.position.kind === 'reading' ? before.position : null;
    const epoch = portion.epoch ?? before?.epoch ?? null;

    await judgeDeliveries(records, { table, epoch, rowOf: arriving(portion) });

    const changed = isTakenWhole(before?.position) ? rows : await onlyChanged(records, table, rows);
    if (changed.length > 0) await records.rows.put(table, changed);
    if (removals.length > 0) await records.rows.remove(table, removals);
    // What a round brings while keys are listed is there, whether its key was listed or not.
    if (rows.length > 0 && (reading !== null || isListing(before?.position))) {
      await records.readKeys.add(
        table,
        rows.map(({ key }) => key),
      );
    }
    await markSeenBack(records, portion, stamp.now);

    const touched = new Map<RowKey, BaseRow | null>(changed.map((row) => [row.key, row]));
    for (const key of removals) touched.set(key, null);
    if (reading && checkpoint && checkpoint.kind !== 'reading') {
      for (const key of await endRead(records, table, { beganAt: reading.beganAt, now: stamp.now, epoch }))
        touched.set(key, null);
    }
    if (checkpoint) {
      await records.checkpoints.put({
        table,
        position: checkpoint,
        storeId: before?.storeId ?? (await storeIdOf(records)),
        epoch,
        scope: before?.scope ?? null,
        best: bestAfter(before, checkpoint),
        quietPulls: quietAfter(before, checkpoint, touched.size),
      });
    }
    const number = touched.size > 0 ? await logRows(records, table, [...touched.keys()]) : null;
    return { landing: 'landed', number, rows: touched };
  });
}

/**
 * A look-up per row would double the time of an initial load, where there is nothing yet to compare with. What is behind
 * a delta link has changed, by the service's word; and rows that were read with other columns lack some.
 */
function isTakenWhole(position: Checkpoint | undefined): boolean {
  if (position?.kind === 'reading') return position.isInitial || position.isRewriting;
  return position?.kind === 'following';
}

function isListing(position: Checkpoint | undefined): boolean {
  return position?.kind === 'watching' && position.reconcile?.kind === 'listing';
}

/** A tracked read that ends without a delta link: the preference was passed over in silence, and is not asked for again. */
function bestAfter(before: TableCheckpoint | undefined, position: Checkpoint): PullStrategy {
  const wasTracked = before?.position.kind === 'reading' && before.position.strategy === 'delta link';
  const isSilent = wasTracked && (position.kind === 'watching' || position.kind === 'complete');
  return isSilent ? nextBest('delta link') : (before?.best ?? 'delta link');
}

function quietAfter(before: TableCheckpoint | undefined, position: Checkpoint, touched: number): number {
  if (touched > 0) return 0;
  const isPulled = (position.upToDateAt ?? 0) > (before?.position.upToDateAt ?? 0) && position.kind !== 'reading';
  return (before?.quietPulls ?? 0) + (isPulled ? 1 : 0);
}

/** Rows that are not here yet as they are. Where the service gives no ETag the content decides. */
async function onlyChanged(records: Records, table: string, rows: readonly BaseRow[]): Promise<readonly BaseRow[]> {
  const known = await records.rows.getMany(rows.map(({ key }) => ({ table, key })));
  return rows.filter((row, index) => {
    const here = known[index];
    if (!here) return true;
    return row.etag === null || here.etag === null ? !isSameJson(here.values, row.values) : here.etag !== row.etag;
  });
}

async function storeIdOf(records: Records): Promise<string> {
  const identity = await records.identity.get();
  if (!identity) throw new Error('the store has no identity');
  return identity.storeId;
}
