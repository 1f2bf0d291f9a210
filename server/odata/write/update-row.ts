import type { Queryable, SqlRow } from '../../database/database.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { Ownership } from '../../identity/access.ts';
import type { RowChange } from '../change-body.ts';
import type { DataRequest } from '../data-request.ts';
import { isAny, matchesAny } from '../etag.ts';
import { selectList } from '../row-json.ts';
import { rowNotFound, versionMismatch } from '../service-error.ts';
import { createParameters } from '../sql-parameters.ts';
import type { Column } from '../table.ts';
import type { Written } from './answer-write.ts';
import { ownershipAfter } from './assign.ts';
import { assignmentsOf } from './assignments.ts';
import { comparedColumns, refuseDuplicates } from './duplicates.ts';
import { requireLinks } from './links.ts';
import { type Found, lockRow } from './lock-row.ts';
import { requirePrivilege } from './row-access.ts';

type Visible = Found & { readonly kind: 'visible' };
type RowUpdate = { readonly id: string; readonly change: RowChange; readonly found: Visible };

/** Asked while the row is locked: of many with one ETag one comes through. */
export function requireMatch({ ifMatch }: DataRequest, etag: string): void {
  if (ifMatch === null || isAny(ifMatch) || matchesAny(ifMatch, etag)) return;
  throw versionMismatch();
}

async function setColumns(
  tx: Queryable,
  { table }: DataRequest,
  { id, change }: RowUpdate,
  ownership: Ownership | null,
): Promise<SqlRow> {
  const parameters = createParameters();
  const sets = assignmentsOf(change, ownership, parameters).map(({ column, value }) => `${column} = ${value}`);
  const key = sqlName(table.key);
  // A change of nothing still counts as one: the row gets a new ETag, as in Dataverse.
  const [row] = await tx.query(
    `update ${sqlName(table.name)} set ${sets.length === 0 ? `${key} = ${key}` : sets.join(', ')}
     where ${key} = ${parameters.add(id, 'uuid')} returning ${selectList(table.columns)}`,
    parameters.values,
  );
  if (row === undefined) throw rowNotFound(table.name, id);
  return row;
}

/** Of a row that is locked and visible. */
export async function updateWithin(tx: Queryable, request: DataRequest, update: RowUpdate): Promise<Written> {
  const { person, table } = request;
  const { id, change, found } = update;
  requirePrivilege(person, ['Write', table], found.ownership);
  requireMatch(request, found.etag);
  const given = ownershipAfter(request, change.owner, found.ownership);
  await requireLinks(tx, request, change, found.ownership);
  await refuseDuplicates(tx, request, { id, change, before: found.row });
  const row = await setColumns(tx, request, update, given);
  return { kind: 'update', id, row, ownership: given ?? found.ownership };
}

type Existing = {
  readonly id: string;
  readonly change: RowChange;
  /** Read for `check`, which refuses by what the row holds before the change. */
  readonly columns?: readonly Column[];
  readonly check?: (before: SqlRow) => void;
};

/** Never makes a row. */
export async function updateExisting(tx: Queryable, request: DataRequest, existing: Existing): Promise<Written> {
  const { person, table } = request;
  const { id, change } = existing;
  const columns = [...comparedColumns(request), ...(existing.columns ?? [])];
  const found = await lockRow(tx, { person, table, id, purpose: 'update', columns: [...new Set(columns)] });
  if (found.kind !== 'visible') throw rowNotFound(table.name, id);
  existing.check?.(found.row);
  return updateWithin(tx, request, { id, change, found });
}
