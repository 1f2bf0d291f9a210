import type { TableCheckpoint } from '../../../src/core/checkpoint.ts';
import type { BaseRow } from '../../../src/core/row.ts';
import type { Committed } from '../database.ts';
import type { ModelService } from '../service/model-service.ts';
import type { Moment } from '../service/rows.ts';
import type { World } from '../world.ts';
import { hasValues, isForward, keysOf, wasThereSince } from './history.ts';
import type { Ledger } from './ledger.ts';

/** Law 6: a checkpoint is never ahead of the rows, and no row ever goes back. */
export function checkReplica(world: World, service: ModelService, ledger: Ledger, { disk }: Committed): void {
  const tables = new Map<ReadonlyMap<unknown, unknown>, string>([...disk.rows].map(([name, rows]) => [rows, name]));
  for (const { map, key, before, after } of disk.mutations) {
    const table = tables.get(map);
    if (table !== undefined)
      checkRow(world, service, ledger, {
        table,
        key: String(key),
        before: before as BaseRow | undefined,
        after: after as BaseRow | undefined,
      });
  }
  for (const { map, after } of disk.mutations) {
    if (map === disk.checkpoints) checkCheckpoint(world, service, ledger, after as TableCheckpoint);
  }
}

interface RowMove {
  readonly table: string;
  readonly key: string;
  readonly before: BaseRow | undefined;
  readonly after: BaseRow | undefined;
}

function checkRow(world: World, { rows }: ModelService, ledger: Ledger, move: RowMove): void {
  const wrong = wrongWith(rows.history(move.table, move.key), move);
  if (wrong !== null) world.violate(6, `${ledger.name}: ${move.table} ${move.key.slice(0, 8)} ${wrong}`);
}

function wrongWith(history: readonly Moment[], { key, before, after }: RowMove): string | null {
  if (after !== undefined) {
    const moment = history.find(({ row }) => row?.etag === after.etag);
    if (moment?.row == null) return `came as ${after.etag}, which the service never had`;
    if (!hasValues(moment.row.values, withoutKey(after, key))) return `came with values that ${after.etag} never had`;
  }
  if (before === undefined || before.etag === null) return null;
  if (isForward(history, before.etag, after?.etag ?? null)) return null;
  return `went back from ${before.etag} to ${after?.etag ?? 'nothing'}`;
}

function withoutKey(row: BaseRow, key: string) {
  return Object.fromEntries(Object.entries(row.values).filter(([, value]) => value !== key));
}

function checkCheckpoint(world: World, service: ModelService, ledger: Ledger, checkpoint: TableCheckpoint): void {
  const { table, position, storeId } = checkpoint;
  world.note(`${ledger.name}: ${table} is ${position.kind} in epoch ${checkpoint.epoch ?? 'none'}`);
  if (storeId !== ledger.disk.identity.get('only')?.storeId)
    world.violate(6, `${ledger.name}: a checkpoint of another store`);
  const since = coveredSince(world, service, ledger, checkpoint);
  if (since === null) return;
  const here = ledger.disk.rows.get(table) ?? new Map<string, BaseRow>();
  for (const key of keysOf(service.rows, table, here.keys())) {
    const etag = (here as ReadonlyMap<string, BaseRow>).get(key)?.etag ?? null;
    const history = service.rows.history(table, key);
    if (wasThereSince(history, etag, since)) continue;
    // In a read by stamps a row that changes meanwhile may pass from what is to come to what has come: the next round,
    // which overlaps, brings it.
    if (position.kind === 'watching' && (history.at(-1)?.tick ?? 0) > since) continue;
    world.violate(
      6,
      `${ledger.name}: the checkpoint of ${table} (${position.kind}) covers tick ${since}, and ${key.slice(0, 8)} is still ${etag ?? 'missing'}`,
    );
    return;
  }
}

/** The tick of the service as of which the rows must be whole; null while a read is under way. */
function coveredSince(
  world: World,
  { rows, reads }: ModelService,
  ledger: Ledger,
  { table, position }: TableCheckpoint,
): number | null {
  switch (position.kind) {
    case 'reading':
      if (position.next === null) {
        ledger.readBegan.set(table, rows.tick);
        if (!position.isInitial) world.count('resync');
      }
      return null;
    case 'following': {
      const place = reads.place(position.link);
      if (place?.kind !== 'changes') throw new Error(`a checkpoint follows ${position.link}`);
      return place.begun;
    }
    case 'watching':
    case 'complete':
      return ledger.readBegan.get(table) ?? null;
  }
}
