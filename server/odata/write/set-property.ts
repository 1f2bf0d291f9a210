import { parseChangeBody } from '../change-body.ts';
import type { Answer, DataContext, DataRequest } from '../data-request.ts';
import { rawOptions } from '../query-options.ts';
import { etagOf } from '../row-json.ts';
import { updateExisting } from './update-row.ts';

/**
 * One column, or one lookup by its navigation property, set or emptied at an address of its own; answers 204 whatever is
 * preferred. `name` is the name that a body would have it under.
 */
export async function setProperty(
  context: DataContext,
  request: DataRequest,
  id: string,
  [name, value]: readonly [string, unknown],
): Promise<Answer> {
  rawOptions(request.search, []);
  const { table, root } = request;
  const change = parseChangeBody({ tables: context.tables, table, root, body: new Map([[name, value]]) });
  const { row } = await context.database.tx((tx) => updateExisting(tx, request, { id, change }));
  return { status: 204, headers: { etag: etagOf(row) }, effect: { kind: 'update', table: table.name, id } };
}
