import { sqlName } from '../database/sql-name.ts';
import { answerAnnotations } from './annotations.ts';
import { countAnnotations } from './count.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest } from './data-request.ts';
import { readDelta } from './delta.ts';
import { readColumns, resolveExpand } from './expansion.ts';
import { visibleRows } from './filter-sql.ts';
import { readTrackedInitial, refuseOptionsWithTracking } from './initial-load.ts';
import { completeOrder, isKeysetOf, keysetOf, keysetSql, orderSql } from './keyset.ts';
import { nextLink, openDeltaLink, openNextLink } from './position.ts';
import { largestPage } from './prefer.ts';
import { preferenceApplied } from './preference-applied.ts';
import { presentRows } from './present-rows.ts';
import { parseQueryOptions, type QueryOptions, rawOptions, setOptions } from './query-options.ts';
import { selectedColumns, selectList, withoutEmpty } from './row-json.ts';
import { savedQueryOptions } from './saved-query.ts';
import type { NextPosition } from './sealed-position.ts';
import { deltaExpired } from './service-error.ts';
import { createParameters, type SqlParameters } from './sql-parameters.ts';

type Plain = NextPosition & { readonly kind: 'plain' };

function rowsOf(
  context: DataContext,
  request: DataRequest,
  options: QueryOptions,
): { rows: string; parameters: SqlParameters } {
  const parameters = createParameters();
  const asker = { tables: context.tables, person: request.person, nowMs: context.now(), parameters };
  const rows = visibleRows(asker, request.table, options.filter);
  if (request.collection === null) return { rows, parameters };
  const of = request.collection.condition(parameters);
  return { rows: `(select * from ${rows} where ${of}) ${sqlName(request.table.name)}`, parameters };
}

async function readPlain(
  context: DataContext,
  request: DataRequest,
  options: QueryOptions,
  position: Plain | null,
): Promise<Answer> {
  const orders = completeOrder(request.table, options.orderBy);
  if (position !== null && !isKeysetOf(orders, position.after)) throw deltaExpired();
  const columns = selectedColumns(request.table, options.select);
  const { table } = request;
  const expansions = resolveExpand(context.tables, table, options.expand);
  const read = readColumns(table, [...columns, ...orders.map((order) => order.column)], expansions);
  const size = request.preferences.maxPageSize ?? options.top ?? largestPage;
  // As in Dataverse, $top is ignored where a page size is asked for (docs/facts/dataverse.md §2.2).
  const isTop = request.preferences.maxPageSize === null && options.top !== null;

  const { rows: from, parameters } = rowsOf(context, request, options);
  const after = position === null ? 'true' : keysetSql(orders, position.after, parameters);
  const rows = await context.database.query(
    `select ${selectList(read)} from ${from} where ${after} order by ${orderSql(orders)} limit ${size + 1}`,
    parameters.values,
  );
  const portion = rows.slice(0, size);
  const last = portion.at(-1);
  const hasMore = !isTop && rows.length > size && last !== undefined;
  const counted = rowsOf(context, request, options);
  const presented = await presentRows({ context, request }, { table, columns, expansions }, portion);
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, '', expansions),
      ...answerAnnotations({ context, request }),
      ...(options.isCounted ? await countAnnotations({ context, request }, counted.rows, counted.parameters) : {}),
      value: options.emptyValues === 'given' ? presented : presented.map(withoutEmpty),
      ...(hasMore
        ? { '@odata.nextLink': nextLink(context, request, { kind: 'plain', after: keysetOf(orders, last) }) }
        : {}),
    },
    headers: preferenceApplied(request.preferences),
  };
}

/**
 * A link of ours whose columns were known when it was given out: the schema changed since, and 410 makes the device
 * read anew with the columns that there are. Dataverse's code for this too, by public code
 * (docs/facts/dataverse.md §2.3).
 */
function refuseOutdatedLink(context: DataContext, request: DataRequest): void {
  const deltaToken = request.search.get('$deltatoken');
  const skipToken = request.search.get('$skiptoken');
  if (deltaToken === null && skipToken === null) return;
  if (deltaToken !== null) openDeltaLink(context, request, deltaToken);
  if (skipToken !== null) openNextLink(context, request, skipToken);
  throw deltaExpired();
}

function optionsOf(context: DataContext, request: DataRequest): QueryOptions {
  try {
    const { tables } = context;
    return savedQueryOptions({ ...request, tables }) ?? parseQueryOptions(request.table, request.search);
  } catch (error) {
    refuseOutdatedLink(context, request);
    throw error;
  }
}

export async function readSet(context: DataContext, request: DataRequest): Promise<Answer> {
  if (request.preferences.tracksChanges) refuseOptionsWithTracking(request.search);
  // Before a link is looked at: no age of it makes an option right that is never supported.
  rawOptions(request.search, setOptions);
  const options = optionsOf(context, request);
  if (options.deltaToken !== null) {
    const position = openDeltaLink(context, request, options.deltaToken);
    return readDelta(context, request, options, { kind: 'first', since: position.snapshot });
  }
  if (options.skipToken !== null) {
    const position = openNextLink(context, request, options.skipToken);
    switch (position.kind) {
      case 'plain':
        return readPlain(context, request, options, position);
      case 'initial':
        return readTrackedInitial(context, request, options, position);
      case 'delta':
        return readDelta(context, request, options, position);
    }
  }
  if (request.preferences.tracksChanges) return readTrackedInitial(context, request, options, null);
  return readPlain(context, request, options, null);
}
