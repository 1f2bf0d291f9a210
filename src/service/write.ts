import type { Change } from '../core/change.ts';
import type { Json } from '../core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../core/table.ts';
import { columnOf } from '../core/table.ts';
import type { Precondition, ServiceRequest } from './request.ts';
import { keyLiteral, rowPath, urlOf } from './url.ts';

/** Table definitions by logical name: a lookup is written with the entity set of its target. */
export type SetNames = (table: string) => string | null;

/**
 * The request that carries one change.
 *
 * - create: PATCH on the row's own URL with If-None-Match: *, so that sending it twice creates once;
 * - update: PATCH of the changed columns with If-Match: <base ETag>;
 * - delete: DELETE with If-Match: <base ETag>.
 *
 * `If-Match: *` is never sent: it would overwrite whatever is there. Where the service gave no ETag (baseETag null)
 * there is no precondition to send; law 9 then has the engine read the row first and compare it with `oldValues`.
 */
export function writeRequest(change: Change, table: TableDefinition, root: string, setNames: SetNames): ServiceRequest {
  const options = change.kind === 'delete' ? {} : { select: selection(table) };
  const url = urlOf(root, rowPath(table.setName, change.key), options);
  if (change.kind === 'delete') {
    return { method: 'DELETE', url, prefer: [], precondition: preconditionOf(change), body: null };
  }
  const body = JSON.stringify(bodyOf(change, table, setNames));
  return { method: 'PATCH', url, prefer: ['return=representation'], precondition: preconditionOf(change), body };
}

/** Every column we know, so that the answered row is as whole as a pulled one. */
export function selection(table: TableDefinition): string {
  return [...new Set([table.keyColumn, ...table.columns.map((column) => column.name)])].join(',');
}

function preconditionOf(change: Change): Precondition {
  if (change.kind === 'create') return { kind: 'must be new' };
  return change.baseETag === null ? { kind: 'none' } : { kind: 'must be', etag: change.baseETag };
}

/** The changed columns in the form in which the service takes them. The key stands in the URL and never in the body. */
function bodyOf(change: Change, table: TableDefinition, setNames: SetNames): Record<string, Json> {
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(change.values)) {
    const column = columnOf(table, name);
    // A new row points nowhere by itself, and not every service takes that said.
    const isNothing = column?.type.kind === 'lookup' && value === null && change.kind === 'create';
    // A whole row created anew carries columns that only the service sets.
    if (name === table.keyColumn || column?.isReadOnly || isNothing) continue;
    const [wireName, wireValue] = column?.type.kind === 'lookup' ? bind(column, value, setNames) : [name, value];
    body[wireName] = wireValue;
  }
  return body;
}

function bind(column: ColumnDefinition, value: Json, setNames: SetNames): readonly [string, Json] {
  if (column.type.kind !== 'lookup') return [column.name, value];
  const name = `${column.type.navigation}@odata.bind`;
  if (value === null) return [name, null];
  const target = column.type.targets[0];
  const setName = target === undefined ? null : setNames(target);
  // A target the person may not read has no definition here; the wire's own name lets the service say what it thinks.
  return [name, `/${setName ?? target ?? ''}(${keyLiteral(String(value) as Change['key'])})`];
}
