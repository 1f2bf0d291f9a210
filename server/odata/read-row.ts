import type { Queryable, SqlRow } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest } from './data-request.ts';
import { matchesAny } from './etag.ts';
import { parseSelect, rawOptions } from './query-options.ts';
import { etagOf, rowToJson, selectedColumns, selectList } from './row-json.ts';
import { scopeSql } from './scope.ts';
import { rowNotFound } from './service-error.ts';
import { createParameters } from './sql-parameters.ts';
import type { Column } from './table.ts';

async function findRow(
  db: Queryable,
  request: DataRequest,
  id: string,
  columns: readonly Column[],
): Promise<SqlRow | undefined> {
  const parameters = createParameters();
  const scope = scopeSql({ person: request.person, type: 'Read', table: request.table }, parameters);
  const key = `${sqlName(request.table.key)} = ${parameters.add(id, 'uuid')}`;
  const sql = `select ${selectList(columns)} from ${sqlName(request.table.name)} where ${key} and ${scope}`;
  return (await db.query(sql, parameters.values))[0];
}

export async function readRow(context: DataContext, request: DataRequest, id: string): Promise<Answer> {
  const options = rawOptions(request.search, ['$select']);
  const columns = selectedColumns(request.table, parseSelect(request.table, options.get('$select')));
  const row = await findRow(context.database, request, id, columns);
  if (row === undefined) throw rowNotFound(request.table.name, id);
  const headers = { etag: etagOf(row) };
  if (matchesAny(request.ifNoneMatch, etagOf(row))) return { status: 304, headers };
  return {
    status: 200,
    body: { '@odata.context': contextUrl(request, '/$entity'), ...rowToJson(columns, row) },
    headers,
  };
}
