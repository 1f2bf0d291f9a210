import type { SqlRow } from '../../database/database.ts';
import type { Ownership } from '../../identity/access.ts';
import { type Answer, contextUrl, type DataRequest } from '../data-request.ts';
import type { Viewer } from '../linked-rows.ts';
import { preferenceApplied } from '../preference-applied.ts';
import { presentRows } from '../present-rows.ts';
import { parseSelect, rawOptions } from '../query-options.ts';
import { etagOf, selectedColumns } from '../row-json.ts';
import type { Column } from '../table.ts';
import { canRead } from './row-access.ts';

export type Written = {
  readonly kind: 'create' | 'update';
  readonly id: string;
  readonly row: SqlRow;
  /** After the change. */
  readonly ownership: Ownership;
};

/** `$expand` is ignored (docs/facts/dataverse.md §2.1). null: every column. */
export function writtenSelect({ table, search }: DataRequest): readonly Column[] | null {
  return parseSelect(table, rawOptions(search, ['$select', '$expand']).get('$select'));
}

/**
 * The address comes in a header or the row in the body, not both (docs/facts/dataverse.md §2.1). Who gave the row away
 * and no longer sees it gets no body (inferred: a preference may be passed over).
 */
export async function answerWrite(viewer: Viewer, select: readonly Column[] | null, written: Written): Promise<Answer> {
  const { request } = viewer;
  const { table, person, root } = request;
  const { id, kind, row } = written;
  const effect = { kind, table: table.name, id };
  const etag = etagOf(row);
  if (!request.preferences.returnsRow || !canRead(person, table, written.ownership)) {
    return { status: 204, headers: { etag, 'odata-entityid': `${root}/${table.setName}(${id})` }, effect };
  }
  const columns = selectedColumns(table, select);
  const [shown] = await presentRows(viewer, { table, columns, expansions: [] }, [row]);
  return {
    status: kind === 'create' ? 201 : 200,
    body: { '@odata.context': contextUrl(request, '/$entity'), ...shown },
    headers: { etag, ...preferenceApplied({ ...request.preferences, maxPageSize: null }, ['return=representation']) },
    effect,
  };
}
