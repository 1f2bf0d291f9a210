import { randomUUID } from 'node:crypto';
import { type Queryable, type SqlRow, text } from '../database/database.ts';
import { sqlType } from '../database/schema.ts';
import { sqlName } from '../database/sql-name.ts';
import { type Ownership, reaches } from '../identity/access.ts';
import { type PrivilegeType, privilegeName } from '../identity/privileges.ts';
import { type ColumnValues, parseChangeBody, requireAllRequired, splitKey } from './change-body.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest, type Effect } from './data-request.ts';
import { isAny, matchesAny } from './etag.ts';
import { parseSelect, rawOptions } from './query-options.ts';
import { etagOf, rowToJson, selectedColumns, selectList } from './row-json.ts';
import { scopeSql } from './scope.ts';
import { badRequest, duplicateKey, privilegeMissing, rowNotFound, versionMismatch } from './service-error.ts';
import { createParameters } from './sql-parameters.ts';
import { type Column, isLookup, tableNamed } from './table.ts';

type Body = ReadonlyMap<string, unknown>;

function requirePrivilege(request: DataRequest, type: PrivilegeType, row: Ownership): void {
  const { person, table } = request;
  const access = person.access(type, table);
  if (access === 'none') throw privilegeMissing(privilegeName(table, type), person.id, 'Basic');
  if (!reaches(access, row)) throw privilegeMissing(privilegeName(table, type), person.id, 'Global');
}

function ownOwnership({ person }: DataRequest): Ownership {
  return { ownerId: person.id, businessUnitId: person.businessUnitId };
}

type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invisible' }
  | { readonly kind: 'visible'; readonly etag: string; readonly ownership: Ownership };

async function lockRow(tx: Queryable, request: DataRequest, id: string): Promise<Found> {
  const { table } = request;
  const owner = table.ownership === 'user' ? ', ownerid, owningbusinessunit' : '';
  const sql = `select ver${owner} from ${sqlName(table.name)} where ${sqlName(table.key)} = $1::uuid for update`;
  const [row] = await tx.query(sql, [id]);
  if (row === undefined) return { kind: 'absent' };
  const ownership =
    table.ownership === 'user'
      ? { ownerId: text(row.ownerid), businessUnitId: text(row.owningbusinessunit) }
      : ownOwnership(request);
  const isVisible = reaches(request.person.access('Read', table), ownership);
  return isVisible ? { kind: 'visible', etag: etagOf(row), ownership } : { kind: 'invisible' };
}

/** A lookup may only point to a row the person can see. */
async function requireTargets(
  tx: Queryable,
  context: DataContext,
  request: DataRequest,
  values: ColumnValues,
): Promise<void> {
  for (const [column, value] of values) {
    if (!isLookup(column) || value === null) continue;
    const target = tableNamed(context.tables, column.type.targets[0] ?? '');
    const parameters = createParameters();
    const key = `${sqlName(target.key)} = ${parameters.add(value, 'uuid')}`;
    const scope = scopeSql({ person: request.person, type: 'Read', table: target }, parameters);
    const sql = `select 1 from ${sqlName(target.name)} where ${key} and ${scope} for key share`;
    if ((await tx.query(sql, parameters.values)).length === 0) throw rowNotFound(target.name, String(value));
  }
}

async function insertRow(tx: Queryable, request: DataRequest, id: string, values: ColumnValues): Promise<SqlRow> {
  const parameters = createParameters();
  const columns = [...values].map(([column, value]) => [column.name, parameters.add(value, sqlType(column))] as const);
  const all = [
    [request.table.key, parameters.add(id, 'uuid')] as const,
    ...(request.table.ownership === 'user'
      ? ([
          ['ownerid', parameters.add(request.person.id, 'uuid')],
          ['owningbusinessunit', parameters.add(request.person.businessUnitId, 'uuid')],
        ] as const)
      : []),
    ...columns,
  ];
  const names = all.map(([name]) => sqlName(name)).join(', ');
  const [row] = await tx.query(
    `insert into ${sqlName(request.table.name)} (${names}) values (${all.map(([, value]) => value).join(', ')})
     on conflict (${sqlName(request.table.key)}) do nothing returning ${selectList(request.table.columns)}`,
    parameters.values,
  );
  if (row === undefined) throw duplicateKey();
  return row;
}

async function updateRow(tx: Queryable, request: DataRequest, id: string, values: ColumnValues): Promise<SqlRow> {
  const parameters = createParameters();
  const sets = [...values].map(([column, value]) => {
    return `${sqlName(column.name)} = ${parameters.add(value, sqlType(column))}`;
  });
  // A change of nothing still counts as one: the row gets a new ETag, as in Dataverse.
  const set = sets.length === 0 ? `${sqlName(request.table.key)} = ${sqlName(request.table.key)}` : sets.join(', ');
  const where = `${sqlName(request.table.key)} = ${parameters.add(id, 'uuid')}`;
  const [row] = await tx.query(
    `update ${sqlName(request.table.name)} set ${set} where ${where} returning ${selectList(request.table.columns)}`,
    parameters.values,
  );
  if (row === undefined) throw rowNotFound(request.table.name, id);
  return row;
}

function answerWrite(request: DataRequest, select: readonly Column[] | null, row: SqlRow, effect: Effect): Answer {
  const headers = {
    etag: etagOf(row),
    'odata-entityid': `${request.root}/${request.table.setName}(${effect.id})`,
  };
  if (!request.preferences.returnsRow) return { status: 204, headers, effect };
  const columns = selectedColumns(request.table, select);
  return {
    status: effect.kind === 'create' ? 201 : 200,
    body: { '@odata.context': contextUrl(request, '/$entity'), ...rowToJson(columns, row) },
    headers: { ...headers, 'preference-applied': 'return=representation' },
    effect,
  };
}

function selectOf(request: DataRequest): readonly Column[] | null {
  return parseSelect(request.table, rawOptions(request.search, ['$select']).get('$select'));
}

async function create(
  tx: Queryable,
  context: DataContext,
  request: DataRequest,
  id: string,
  values: ColumnValues,
): Promise<SqlRow> {
  requirePrivilege(request, 'Create', ownOwnership(request));
  requireAllRequired(request.table, values);
  await requireTargets(tx, context, request, values);
  return insertRow(tx, request, id, values);
}

export async function createRow(context: DataContext, request: DataRequest, body: Body): Promise<Answer> {
  const select = selectOf(request);
  requirePrivilege(request, 'Create', ownOwnership(request));
  const { id: given, rest } = splitKey(parseChangeBody(context.tables, request.table, body), null);
  const id = given ?? randomUUID();
  const row = await context.database.tx((tx) => create(tx, context, request, id, rest));
  return answerWrite(request, select, row, { kind: 'create', table: request.table.name, id });
}

/** Update, or create under the caller's key: the preconditions say which of the two is meant. */
export async function upsertRow(context: DataContext, request: DataRequest, id: string, body: Body): Promise<Answer> {
  const select = selectOf(request);
  const isCreateOnly = isAny(request.ifNoneMatch);
  if (isCreateOnly && request.ifMatch !== null) throw badRequest('If-Match and If-None-Match: * exclude each other.');
  const { rest } = splitKey(parseChangeBody(context.tables, request.table, body), id);
  const { row, kind } = await context.database.tx(async (tx) => {
    const found = await lockRow(tx, request, id);
    if (found.kind === 'absent') {
      if (request.ifMatch !== null) throw rowNotFound(request.table.name, id);
      return { row: await create(tx, context, request, id, rest), kind: 'create' as const };
    }
    if (isCreateOnly) {
      requirePrivilege(request, 'Create', ownOwnership(request));
      throw duplicateKey();
    }
    if (found.kind === 'invisible') throw rowNotFound(request.table.name, id);
    requirePrivilege(request, 'Write', found.ownership);
    requireMatch(request, found.etag);
    await requireTargets(tx, context, request, rest);
    return { row: await updateRow(tx, request, id, rest), kind: 'update' as const };
  });
  return answerWrite(request, select, row, { kind, table: request.table.name, id });
}

function requireMatch(request: DataRequest, etag: string): void {
  if (request.ifMatch === null || isAny(request.ifMatch) || matchesAny(request.ifMatch, etag)) return;
  throw versionMismatch();
}

export async function deleteRow(context: DataContext, request: DataRequest, id: string): Promise<Answer> {
  rawOptions(request.search, []);
  const { table } = request;
  await context.database.tx(async (tx) => {
    const found = await lockRow(tx, request, id);
    if (found.kind !== 'visible') {
      if (request.person.access('Delete', table) === 'none') requirePrivilege(request, 'Delete', ownOwnership(request));
      throw rowNotFound(table.name, id);
    }
    requirePrivilege(request, 'Delete', found.ownership);
    requireMatch(request, found.etag);
    await tx.query(`delete from ${sqlName(table.name)} where ${sqlName(table.key)} = $1::uuid`, [id]);
  });
  return { status: 204, effect: { kind: 'delete', table: table.name, id } };
}
