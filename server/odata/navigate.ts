import { sqlName } from '../database/sql-name.ts';
import type { Answer, DataContext, DataRequest } from './data-request.ts';
import type { SingleNavigation } from './navigation.ts';
import { readRow, rowShape } from './read-row.ts';
import type { Reference } from './reference-url.ts';
import { scopeSql } from './scope.ts';
import { rowNotFound } from './service-error.ts';
import { createParameters } from './sql-parameters.ts';
import { targetColumn } from './table.ts';

/** Where a lookup of a row leads; null: it is empty, or points to a row of another table than this property is for. */
async function follow(
  context: DataContext,
  { person, table }: DataRequest,
  id: string,
  navigation: SingleNavigation,
): Promise<Reference | null> {
  const parameters = createParameters();
  const key = `${sqlName(table.key)} = ${parameters.add(id, 'uuid')}`;
  const scope = scopeSql({ person, type: 'Read', table }, parameters);
  const column = table.columns.find((candidate) => candidate.name === navigation.column);
  const target = column === undefined ? null : targetColumn(column);
  const [row] = await context.database.query(
    `select ${sqlName(navigation.column)} as id, ${target === null ? 'null' : sqlName(target)} as target
     from ${sqlName(table.name)} where ${key} and ${scope}`,
    parameters.values,
  );
  if (row === undefined) throw rowNotFound(table.name, id);
  const isHere = target === null || row.target === navigation.target.name;
  return typeof row.id === 'string' && isHere ? { table: navigation.target, id: row.id } : null;
}

/** `accounts(<key>)/primarycontactid`: the row that it points to, or 204. One that the person may not see is not there. */
export async function readLinkedRow(
  context: DataContext,
  request: DataRequest,
  id: string,
  navigation: SingleNavigation,
): Promise<Answer> {
  // Wrong options are refused where there is nothing to apply them to as well.
  rowShape(context, { table: navigation.target, search: request.search });
  const linked = await follow(context, request, id, navigation);
  if (linked === null) return { status: 204 };
  return readRow(context, { ...request, table: linked.table }, linked.id);
}

/** The same with `/$ref`: its address alone. */
export async function readReference(
  context: DataContext,
  request: DataRequest,
  id: string,
  navigation: SingleNavigation,
): Promise<Answer> {
  const linked = await follow(context, request, id, navigation);
  if (linked === null) return { status: 204 };
  const { root } = request;
  const body = {
    '@odata.context': `${root}/$metadata#$ref`,
    '@odata.id': `${root}/${linked.table.setName}(${linked.id})`,
  };
  return { status: 200, body };
}
