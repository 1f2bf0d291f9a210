import type { Person } from '../identity/person.ts';
import { viewsOf } from './default-views.ts';
import { parseFilter } from './filter-parser.ts';
import { parseGuid } from './guid.ts';
import { parseCount, type QueryOptions, rawOptions, selectColumns } from './query-options.ts';
import { viewId } from './saved-query-item.ts';
import { badRequest, rowNotFound } from './service-error.ts';
import { isReadable } from './sight.ts';
import type { Column, Table, Tables } from './table.ts';
import type { View } from './view.ts';

type Request = {
  readonly person: Person;
  readonly tables: Tables;
  readonly table: Table;
  readonly search: URLSearchParams;
};

function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`a view of ${table.name} has no column ${name}`);
  return column;
}

function findView({ person, tables, table }: Request, text: string): View {
  const id = parseGuid(text);
  if (id === null) throw badRequest(`savedQuery: '${text.slice(0, 60)}' is not a GUID.`);
  const view = viewsOf(table).find((candidate) => viewId(table, candidate) === id);
  if (view !== undefined) return view;
  const others = [...tables.byName.values()].filter((other) => isReadable(person, other));
  const of = others.find((other) => viewsOf(other).some((candidate) => viewId(other, candidate) === id));
  if (of === undefined) throw rowNotFound('savedquery', id);
  throw badRequest(`savedQuery: this view is of '${of.setName}', not of '${table.setName}'.`);
}

/**
 * The options of a read that runs a view (docs/facts/dataverse.md §2.2); null: it runs none. That a view's own options
 * cannot be mixed with others is inferred.
 */
export function savedQueryOptions(request: Request): QueryOptions | null {
  if (!request.search.has('savedQuery')) return null;
  const options = rawOptions(request.search, ['savedQuery', '$count', '$skiptoken']);
  const { table } = request;
  const view = findView(request, options.get('savedQuery') ?? '');
  return {
    expand: [],
    select: selectColumns(
      table,
      view.columns.map(({ column }) => column),
    ),
    filter: view.filter === null ? null : parseFilter(view.filter),
    orderBy: view.order.map(({ column, isDescending }) => ({ column: columnNamed(table, column), isDescending })),
    top: null,
    isCounted: parseCount(options.get('$count')),
    skipToken: options.get('$skiptoken') ?? null,
    deltaToken: null,
    emptyValues: 'left out',
  };
}
