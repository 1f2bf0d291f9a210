import { type SqlValue, text } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import type { DataContext } from './data-request.ts';
import type { Table } from './table.ts';

/**
 * What a token of this table may count as seen: the current snapshot, up to the last transaction that is in the table.
 * A number above it may be of one that was rolled back, of which a crash leaves no trace on the disk; the server then
 * gives the number away again, and a token that counted it as seen would never get that change (docs/facts/odata.md
 * §5.2). Only ever asked of the primary: a standby's snapshot loses changes.
 */
export async function snapshotOf(context: DataContext, table: Table): Promise<string> {
  const [row] = await context.database.query(
    `select pg_current_snapshot()::text as snapshot,
       (select t.xid from ${sqlName(table.name)} t order by t.xid desc limit 1)::text as row_xid,
       (select t.xid from landfall_tombstone t where t.table_name = $1
        order by t.xid desc limit 1)::text as tombstone_xid`,
    [table.name],
  );
  return capSnapshot(text(row?.snapshot), [row?.row_xid, row?.tombstone_xid]);
}

/** `snapshot` is PostgreSQL's xmin:xmax:running; whatever is above the highest of `seen` becomes not yet seen. */
export function capSnapshot(snapshot: string, seen: readonly (SqlValue | undefined)[]): string {
  const [xmin = '', , running = ''] = snapshot.split(':');
  const numbers = seen.flatMap((xid) => (typeof xid === 'string' ? [BigInt(xid)] : []));
  const limit = numbers.reduce((highest, xid) => (xid > highest ? xid : highest), 0n) + 1n;
  const stillRunning = running.split(',').filter((xid) => xid !== '' && BigInt(xid) < limit);
  const first = BigInt(xmin) < limit ? xmin : String(limit);
  return `${first}:${limit}:${stillRunning.join(',')}`;
}
