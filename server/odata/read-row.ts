import type { Queryable, SqlRow } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { answerAnnotations } from './annotations.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest } from './data-request.ts';
import { matchesAny } from './etag.ts';
import { parseExpand } from './expand-parser.ts';
import { readColumns, resolveExpand } from './expansion.ts';
import { preferenceApplied } from './preference-applied.ts';
import { presentRows, type Shape } from './present-rows.ts';
import { parseSelect, rawOptions } from './query-options.ts';
import { etagOf, selectedColumns, selectList } from './row-json.ts';
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

/** What the options of an address ask for of a row. @throws 400 */
export function rowShape(
  { tables }: DataContext,
  { table, search }: Pick<DataRequest, 'table' | 'search'>,
): Pick<Shape, 'columns' | 'expansions'> {
  const options = rawOptions(search, ['$select', '$expand']);
  const columns = selectedColumns(table, parseSelect(table, options.get('$select')));
  return { columns, expansions: resolveExpand(tables, table, parseExpand(options.get('$expand'))) };
}

export async function readRow(context: DataContext, request: DataRequest, id: string): Promise<Answer> {
  const { table, preferences } = request;
  const { columns, expansions } = rowShape(context, request);
  const row = await findRow(context.database, request, id, readColumns(table, columns, expansions));
  if (row === undefined) throw rowNotFound(request.table.name, id);
  const headers = { etag: etagOf(row) };
  // The ETag is of the row alone: docs/facts/dataverse.md §2.4.
  const isPlain = expansions.length === 0 && preferences.annotations === null;
  if (isPlain && matchesAny(request.ifNoneMatch, etagOf(row))) return { status: 304, headers };
  const [shown = {}] = await presentRows({ context, request }, { table, columns, expansions }, [row]);
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, '/$entity', expansions),
      ...answerAnnotations({ context, request }),
      ...shown,
    },
    headers: { ...headers, ...preferenceApplied({ ...preferences, maxPageSize: null }) },
  };
}
