import { type SqlRow, text } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { answerAnnotations } from './annotations.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest } from './data-request.ts';
import { trackedHeaders } from './initial-load.ts';
import { deltaLink, nextLink } from './position.ts';
import { largestPage } from './prefer.ts';
import { presentRows } from './present-rows.ts';
import type { QueryOptions } from './query-options.ts';
import { type JsonRow, selectedColumns, selectList } from './row-json.ts';
import { requireGlobalRead } from './scope.ts';
import type { NextPosition } from './sealed-position.ts';
import { snapshotOf } from './table-snapshot.ts';

type DeltaNext = NextPosition & { readonly kind: 'delta' };
type Start = { readonly kind: 'first'; readonly since: string } | DeltaNext;

/**
 * Before all that can have changed: a snapshot's text begins with its xmin. An index scan begins at this position and
 * looks at no other condition, so that from 0 it would read the whole index to find nothing.
 */
function beginningOf(since: string): Pick<DeltaNext, 'xid' | 'after'> {
  const xmin = BigInt(since.split(':')[0] ?? '1');
  return { xid: String(xmin - 1n), after: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
}

/**
 * Changed in a transaction that the old snapshot did not see and the new one does. A transaction still running at the
 * old snapshot is listed in it, so its rows come later, exactly once (docs/facts/odata.md §5.2).
 */
const changedBetween = `xid >= pg_snapshot_xmin($1::pg_snapshot)
  and not pg_visible_in_snapshot(xid, $1::pg_snapshot) and pg_visible_in_snapshot(xid, $2::pg_snapshot)`;

async function changedRows(
  context: DataContext,
  request: DataRequest,
  at: DeltaNext,
  select: string,
  limit: number,
): Promise<readonly SqlRow[]> {
  const key = sqlName(request.table.key);
  return context.database.query(
    `select xid::text as delta_xid, ${key} as delta_id, ${select} from ${sqlName(request.table.name)}
     where ${changedBetween} and (xid, ${key}) > ($3::xid8, $4::uuid) order by xid, ${key} limit ${limit}`,
    [at.since, at.until, at.xid, at.after],
  );
}

async function removedRows(
  context: DataContext,
  request: DataRequest,
  at: DeltaNext,
  limit: number,
): Promise<readonly SqlRow[]> {
  const name = sqlName(request.table.name);
  const key = sqlName(request.table.key);
  return context.database.query(
    `select xid::text as delta_xid, id as delta_id from landfall_tombstone t
     where table_name = $5 and ${changedBetween} and (xid, id) > ($3::xid8, $4::uuid)
       and not exists (select 1 from ${name} live where live.${key} = t.id)
     order by xid, id limit ${limit}`,
    [at.since, at.until, at.xid, at.after, request.table.name],
  );
}

function removal(request: DataRequest, row: SqlRow): JsonRow {
  return {
    '@odata.context': `${request.root}/$metadata#${request.table.setName}/$deletedEntity`,
    id: text(row.delta_id),
    reason: 'deleted',
  };
}

function continueAfter(at: DeltaNext, phase: DeltaNext['phase'], last: SqlRow | undefined): DeltaNext {
  const from = last === undefined ? beginningOf(at.since) : { xid: text(last.delta_xid), after: text(last.delta_id) };
  return { ...at, phase, ...from };
}

/** Changed rows first, removals last, as Dataverse has it. */
export async function readDelta(
  context: DataContext,
  request: DataRequest,
  options: QueryOptions,
  start: Start,
): Promise<Answer> {
  requireGlobalRead(request.person, request.table);
  const at: DeltaNext =
    start.kind === 'delta'
      ? start
      : {
          kind: 'delta',
          since: start.since,
          until: await snapshotOf(context, request.table),
          phase: 'rows',
          ...beginningOf(start.since),
        };
  const size = request.preferences.maxPageSize ?? largestPage;
  const columns = selectedColumns(request.table, options.select);

  const found = at.phase === 'rows' ? await changedRows(context, request, at, selectList(columns), size + 1) : [];
  const changed = found.slice(0, size);
  const shape = { table: request.table, columns, expansions: [] };
  const value: JsonRow[] = [...(await presentRows({ context, request }, shape, changed))];
  let next: DeltaNext | null = found.length > size ? continueAfter(at, 'rows', changed.at(-1)) : null;
  if (next === null) {
    const from = at.phase === 'rows' ? continueAfter(at, 'removals', undefined) : at;
    const left = size - changed.length;
    const removed = await removedRows(context, request, from, left + 1);
    const sent = removed.slice(0, left);
    value.push(...sent.map((row) => removal(request, row)));
    if (removed.length > left) next = sent.length > 0 ? continueAfter(at, 'removals', sent.at(-1)) : from;
  }
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, '/$delta'),
      ...answerAnnotations({ context, request }),
      value,
      ...(next === null
        ? { '@odata.deltaLink': deltaLink(context, request, at.until) }
        : { '@odata.nextLink': nextLink(context, request, next) }),
    },
    headers: trackedHeaders(request),
  };
}
