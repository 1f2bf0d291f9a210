import type { Change } from '../core/change.ts';
import type { Json } from '../core/row.ts';
import type { ColumnDefinition, KeyKind, TableDefinition } from '../core/table.ts';
import { columnOf } from '../core/table.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Precondition, ServiceRequest } from './request.ts';
import { type Addressed, keyLiteral, type QueryOptions, rowPath, urlOf } from './url.ts';

/** What a change is written for. */
export interface WriteTarget {
  readonly table: TableDefinition;
  /** Absolute URL of the service's OData root, ending in a slash. */
  readonly root: string;
  readonly dialect: Pick<Dialect, 'creates' | 'selectsColumns'>;
  /** Tables by name: a lookup is written with the entity set of its target. */
  readonly addressOf: (table: string) => Addressed | null;
}

/**
 * The request that carries one change.
 *
 * - create: PATCH on the row's own URL with If-None-Match: *, or POST of the row with its key, so that sending it twice
 *   creates once; a POST is never taken for an update, which some services make of a PATCH whatever its If-None-Match
 *   says (docs/facts/odata.md §1.2);
 * - update: PATCH of the changed columns with If-Match: <base ETag>;
 * - delete: DELETE with If-Match: <base ETag>.
 *
 * `If-Match: *` is never sent: it would overwrite whatever is there. Where the service gave no ETag (baseETag null)
 * there is no precondition to send; law 9 then has the engine read the row first and compare it with `oldValues`.
 */
export function writeRequest(change: Change, target: WriteTarget): ServiceRequest {
  const { table, root, dialect } = target;
  const shared = { accepts: 'json', headers: {} } as const;
  const rowUrl = (options: QueryOptions) => urlOf(root, rowPath(table, change.key), options);
  if (change.kind === 'delete') {
    return { ...shared, method: 'DELETE', url: rowUrl({}), prefer: [], precondition: versionOf(change), body: null };
  }
  const body = bodyOf(change, target);
  const options = selection(table, dialect);
  const prefer = ['return=representation'];
  if (change.kind === 'create' && dialect.creates === 'post') {
    const row = { [table.keyColumn]: keyValue(change.key, table.keyKind), ...body };
    const url = urlOf(root, table.setName, options);
    return { ...shared, method: 'POST', url, prefer, precondition: { kind: 'none' }, body: JSON.stringify(row) };
  }
  const precondition: Precondition = change.kind === 'create' ? { kind: 'must be new' } : versionOf(change);
  return { ...shared, method: 'PATCH', url: rowUrl(options), prefer, precondition, body: JSON.stringify(body) };
}

/** Every column we know, so that the answered row is as whole as a pulled one; nothing where all come unasked. */
export function selection(table: TableDefinition, dialect: Pick<Dialect, 'selectsColumns'>): QueryOptions {
  if (!dialect.selectsColumns) return {};
  return { select: [...new Set([table.keyColumn, ...table.columns.map((column) => column.name)])].join(',') };
}

function versionOf(change: Change): Precondition {
  return change.baseETag === null ? { kind: 'none' } : { kind: 'must be', etag: change.baseETag };
}

/** The changed columns in the form in which the service takes them. The key stands in the URL, or is put before them. */
function bodyOf(change: Change, target: WriteTarget): Record<string, Json> {
  const { table } = target;
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(change.values)) {
    const column = columnOf(table, name);
    // A new row points nowhere by itself, and not every service takes that said.
    const isNothing = column?.type.kind === 'lookup' && value === null && change.kind === 'create';
    // A whole row created anew carries columns that only the service sets.
    if (name === table.keyColumn || column?.isReadOnly || isNothing) continue;
    const [wireName, wireValue] = column?.type.kind === 'lookup' ? pointing(column, value, target) : [name, value];
    body[wireName] = wireValue;
  }
  return body;
}

function pointing(column: ColumnDefinition, value: Json, target: WriteTarget): readonly [string, Json] {
  if (column.type.kind !== 'lookup') return [column.name, value];
  const { navigation, targets, valueKind } = column.type;
  if (valueKind !== undefined) {
    return [column.name, value === null ? null : keyValue(String(value), valueKind)];
  }
  const name = `${navigation}@odata.bind`;
  if (value === null) return [name, null];
  const address = targets[0] === undefined ? null : target.addressOf(targets[0]);
  // A target the person may not read has no definition here; the wire's own name lets the service say what it thinks.
  const setName = address?.setName ?? targets[0] ?? '';
  return [name, `/${setName}(${keyLiteral(String(value), address?.keyKind)})`];
}

/** A key as it stands in JSON; a number too long for one goes as text. */
function keyValue(key: string, kind: KeyKind | undefined): Json {
  return kind === 'integer' && Number.isSafeInteger(Number(key)) ? Number(key) : key;
}
