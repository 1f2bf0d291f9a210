import { randomUUID } from 'node:crypto';
import type { Queryable, SqlRow } from '../../database/database.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { Ownership } from '../../identity/access.ts';
import { parseChangeBody, type RowChange, requireAllRequired } from '../change-body.ts';
import type { Answer, DataContext, DataRequest } from '../data-request.ts';
import { selectList } from '../row-json.ts';
import { duplicateKey } from '../service-error.ts';
import { createParameters } from '../sql-parameters.ts';
import { answerWrite, createdRepresentation, type Written } from './answer-write.ts';
import { ownershipOfNew } from './assign.ts';
import { assignmentsOf } from './assignments.ts';
import { refuseDuplicates } from './duplicates.ts';
import { requireLinks } from './links.ts';
import { ownershipOf, requirePrivilege } from './row-access.ts';

export type NewRow = { readonly id: string; readonly change: RowChange };

async function insertRow(
  tx: Queryable,
  { table }: DataRequest,
  { id, change }: NewRow,
  ownership: Ownership,
): Promise<SqlRow | undefined> {
  const parameters = createParameters();
  const key = parameters.add(id, 'uuid');
  const owned = table.ownership === 'user' ? ownership : null;
  const all = [{ column: sqlName(table.key), value: key }, ...assignmentsOf(change, owned, parameters)];
  const [row] = await tx.query(
    `insert into ${sqlName(table.name)} (${all.map(({ column }) => column).join(', ')})
     values (${all.map(({ value }) => value).join(', ')})
     on conflict (${sqlName(table.key)}) do nothing returning ${selectList(table.columns)}`,
    parameters.values,
  );
  return row;
}

/** null: there is such a row by now. */
export async function createWithin(tx: Queryable, request: DataRequest, made: NewRow): Promise<Written | null> {
  const { id, change } = made;
  const ownership = ownershipOfNew(request, change.owner);
  requireAllRequired(request.table, change);
  await requireLinks(tx, request, change, ownership);
  await refuseDuplicates(tx, request, { id, change, before: null });
  const row = await insertRow(tx, request, made, ownership);
  return row === undefined ? null : { kind: 'create', id, row, ownership };
}

export async function createRow(
  context: DataContext,
  request: DataRequest,
  body: ReadonlyMap<string, unknown>,
): Promise<Answer> {
  const shape = createdRepresentation(context, request);
  const { table, person, root } = request;
  // Whoever may make no row at all is told so before what is wrong with this one.
  if (person.access('Create', table) === 'none') requirePrivilege(person, ['Create', table], ownershipOf(person));
  const change = parseChangeBody({ tables: context.tables, table, root, body });
  const id = change.key ?? randomUUID();
  const written = await context.database.tx(async (tx) => {
    const made = await createWithin(tx, request, { id, change });
    if (made === null) throw duplicateKey();
    return made;
  });
  return answerWrite({ context, request }, shape, written);
}
