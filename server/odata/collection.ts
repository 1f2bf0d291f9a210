import { sqlName } from '../database/sql-name.ts';
import type { Answer, Collection, DataContext, DataRequest } from './data-request.ts';
import type { Navigation } from './navigation.ts';
import { readSet } from './read-set.ts';
import { scopeSql } from './scope.ts';
import { rowNotFound } from './service-error.ts';
import { createParameters } from './sql-parameters.ts';
import { type Table, targetColumn } from './table.ts';

type CollectionNavigation = Exclude<Navigation, { kind: 'single' }>;

async function requireVisible(context: DataContext, { person, table }: DataRequest, id: string): Promise<void> {
  const parameters = createParameters();
  const key = `${sqlName(table.key)} = ${parameters.add(id, 'uuid')}`;
  const scope = scopeSql({ person, type: 'Read', table }, parameters);
  const found = await context.database.query(
    `select 1 from ${sqlName(table.name)} where ${key} and ${scope}`,
    parameters.values,
  );
  if (found.length === 0) throw rowNotFound(table.name, id);
}

function conditionOf(of: Table, id: string, navigation: CollectionNavigation): Collection['condition'] {
  if (navigation.kind === 'collection') {
    const { column } = navigation;
    const target = targetColumn(column);
    const isTarget = target === null ? '' : ` and ${sqlName(target)} = '${of.name}'`;
    return (parameters) => `${sqlName(column.name)} = ${parameters.add(id, 'uuid')}${isTarget}`;
  }
  const { relation, near, target } = navigation;
  const [own, other] = near === 'first' ? ['first_id', 'second_id'] : ['second_id', 'first_id'];
  return (parameters) =>
    `${sqlName(target.key)} in
       (select ${other} from ${sqlName(relation.name)} where ${own} = ${parameters.add(id, 'uuid')})`;
}

/**
 * `accounts(<key>)/<collection>`: of the rows that point to a row, or are paired with it, those that the person may see,
 * with every option of a set. Changes of a collection cannot be tracked.
 */
export async function readCollection(
  context: DataContext,
  request: DataRequest,
  id: string,
  navigation: CollectionNavigation,
): Promise<Answer> {
  const { table } = request;
  await requireVisible(context, request, id);
  return readSet(context, {
    ...request,
    table: navigation.target,
    collection: {
      path: `${table.setName}(${id})/${navigation.name}`,
      condition: conditionOf(table, id, navigation),
    },
    preferences: { ...request.preferences, tracksChanges: false },
  });
}
