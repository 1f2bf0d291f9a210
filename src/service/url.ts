import type { RowKey } from '../core/row.ts';
import type { KeyKind, TableDefinition } from '../core/table.ts';
import { isGuid, literal } from './literal.ts';

/** System query options by name, without the `$`. */
export interface QueryOptions {
  readonly [option: string]: string;
}

/** `root` + path + options, encoded. Commas, parentheses and `$` stay readable: all are legal in a query. */
export function urlOf(root: string, path: string, options: QueryOptions = {}): string {
  const query = Object.entries(options).map(([name, value]) => `$${name}=${encode(value)}`);
  return query.length === 0 ? `${root}${path}` : `${root}${path}?${query.join('&')}`;
}

/** What of a table makes the address of a row. */
export type Addressed = Pick<TableDefinition, 'setName' | 'keyKind'>;

/** `accounts(<key>)`: a GUID or number bare, any other key as quoted text, encoded for a URL. */
export function rowPath(table: Addressed, key: RowKey): string {
  return `${table.setName}(${encodeURIComponent(keyLiteral(key, table.keyKind))})`;
}

/** A row key, or what a lookup holds, as it stands between the parentheses, not encoded. Throws on one that is none of its kind. */
export function keyLiteral(key: string, kind: KeyKind = isGuid(key) ? 'guid' : 'text'): string {
  if (kind !== 'integer') return literal({ kind, value: key });
  if (!/^-?\d+$/.test(key)) throw new TypeError('not a whole number');
  return key;
}

/**
 * An absolute URL for a link of an answer, or null if it leads to another origin: following it would hand the token to
 * a stranger. Relative links count from the request they answered, as OData says.
 */
export function resolveLink(link: string, requestUrl: string): string | null {
  try {
    const resolved = new URL(link, requestUrl);
    return resolved.origin === new URL(requestUrl).origin ? resolved.href : null;
  } catch {
    return null;
  }
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2C', ',')
    .replaceAll('%24', '$')
    .replaceAll('%3D', '=')
    .replaceAll('%3B', ';');
}
