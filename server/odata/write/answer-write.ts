import type { SqlRow } from '../../database/database.ts';
import type { Ownership } from '../../identity/access.ts';
import type { Person } from '../../identity/person.ts';
import { type Answer, contextUrl, type DataContext, type DataRequest } from '../data-request.ts';
import { parseExpand } from '../expand-parser.ts';
import { type Expansion, resolveExpand } from '../expansion.ts';
import type { Viewer } from '../linked-rows.ts';
import { preferenceApplied } from '../preference-applied.ts';
import { presentRows, type Shape } from '../present-rows.ts';
import { parseSelect, rawOptions } from '../query-options.ts';
import { etagOf, selectedColumns } from '../row-json.ts';
import { scopeSql } from '../scope.ts';
import { createParameters } from '../sql-parameters.ts';
import { canRead } from './row-access.ts';

export type Written = {
  readonly kind: 'create' | 'update';
  readonly id: string;
  readonly row: SqlRow;
  /** After the change. */
  readonly ownership: Ownership;
};

/** What the answer shows of the row, where a representation is asked for. */
type Representation = Pick<Shape, 'columns' | 'expansions'>;

/** On update `$expand` is ignored (docs/facts/dataverse.md §2.1); on create it is done as in a read. */
export function updatedRepresentation({ table, search }: DataRequest): Representation {
  const select = parseSelect(table, rawOptions(search, ['$select', '$expand']).get('$select'));
  return { columns: selectedColumns(table, select), expansions: [] };
}

export function createdRepresentation(context: DataContext, request: DataRequest): Representation {
  const { table, search, person } = request;
  const expand = parseExpand(rawOptions(search, ['$select', '$expand']).get('$expand'));
  const expansions = resolveExpand(context.tables, table, expand);
  // Before anything is written: what was written is not answered with an error.
  requireReadable(person, expansions);
  return { ...updatedRepresentation(request), expansions };
}

function requireReadable(person: Person, expansions: readonly Expansion[]): void {
  for (const expansion of expansions) {
    if (expansion.kind === 'owner') continue;
    scopeSql({ person, type: 'Read', table: expansion.navigation.target }, createParameters());
    if (expansion.kind === 'row') requireReadable(person, expansion.expansions);
  }
}

/**
 * The address comes in a header or the row in the body, not both (docs/facts/dataverse.md §2.1). Who gave the row away
 * and no longer sees it gets no body (inferred: a preference may be passed over).
 */
export async function answerWrite(viewer: Viewer, shape: Representation, written: Written): Promise<Answer> {
  const { request } = viewer;
  const { table, person, root } = request;
  const { id, kind, row } = written;
  const effect = { kind, table: table.name, id };
  const etag = etagOf(row);
  if (!request.preferences.returnsRow || !canRead(person, table, written.ownership)) {
    return { status: 204, headers: { etag, 'odata-entityid': `${root}/${table.setName}(${id})` }, effect };
  }
  const [shown] = await presentRows(viewer, { table, ...shape }, [row]);
  return {
    status: kind === 'create' ? 201 : 200,
    body: { '@odata.context': contextUrl(request, '/$entity', shape.expansions), ...shown },
    headers: { etag, ...preferenceApplied({ ...request.preferences, maxPageSize: null }, ['return=representation']) },
    effect,
  };
}
