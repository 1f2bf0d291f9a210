import { text } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { answerAnnotations } from './annotations.ts';
import { countAnnotations } from './count.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest } from './data-request.ts';
import { deltaLink, nextLink } from './position.ts';
import { largestPage } from './prefer.ts';
import { preferenceApplied } from './preference-applied.ts';
import { presentRows } from './present-rows.ts';
import type { QueryOptions } from './query-options.ts';
import { selectedColumns, selectList } from './row-json.ts';
import { requireGlobalRead } from './scope.ts';
import type { NextPosition } from './sealed-position.ts';
import { badRequest } from './service-error.ts';
import { createParameters } from './sql-parameters.ts';
import { snapshotOf } from './table-snapshot.ts';

export function refuseOptionsWithTracking(search: URLSearchParams): void {
  if (search.has('savedQuery')) {
    throw badRequest('The "savedQuery" query parameter isn\'t supported when Change Tracking is enabled.');
  }
  for (const name of ['filter', 'orderby', 'expand', 'top']) {
    if (!search.has(`$${name}`)) continue;
    throw badRequest(`The "${name}" query parameter isn't supported when Change Tracking is enabled.`);
  }
}

export function trackedHeaders(request: DataRequest): Readonly<Record<string, string>> {
  return preferenceApplied(request.preferences, ['odata.track-changes']);
}

/**
 * The whole table by row key. The snapshot is taken before the first row is read and becomes the delta link of the
 * last portion, so rows changed meanwhile come again; harmless.
 */
export async function readTrackedInitial(
  context: DataContext,
  request: DataRequest,
  options: QueryOptions,
  position: (NextPosition & { readonly kind: 'initial' }) | null,
): Promise<Answer> {
  const { table } = request;
  requireGlobalRead(request.person, table);
  const columns = selectedColumns(table, options.select);
  const size = request.preferences.maxPageSize ?? largestPage;
  const snapshot = position?.snapshot ?? (await snapshotOf(context, table));
  const parameters = createParameters();
  const key = sqlName(table.key);
  const after = position === null ? 'true' : `${key} > ${parameters.add(position.after, 'uuid')}`;
  const rows = await context.database.query(
    `select ${selectList(columns)} from ${sqlName(table.name)} where ${after} order by ${key} limit ${size + 1}`,
    parameters.values,
  );
  const portion = rows.slice(0, size);
  const last = portion.at(-1);
  const hasMore = rows.length > size && last !== undefined;
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, ''),
      ...answerAnnotations({ context, request }),
      ...(options.isCounted
        ? await countAnnotations({ context, request }, sqlName(table.name), createParameters())
        : {}),
      value: await presentRows({ context, request }, { table, columns, expansions: [] }, portion),
      ...(hasMore
        ? { '@odata.nextLink': nextLink(context, request, { kind: 'initial', snapshot, after: text(last[table.key]) }) }
        : { '@odata.deltaLink': deltaLink(context, request, snapshot) }),
    },
    headers: trackedHeaders(request),
  };
}
