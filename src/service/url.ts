import type { RowKey } from '../core/row.ts';
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

/** `accounts(<key>)`: a GUID bare, any other key as quoted text, encoded for a URL. */
export function rowPath(setName: string, key: RowKey): string {
  return `${setName}(${encodeURIComponent(keyLiteral(key))})`;
}

/** The key as it stands between the parentheses, not encoded. */
export function keyLiteral(key: RowKey): string {
  return literal(isGuid(key) ? { kind: 'guid', value: key } : { kind: 'text', value: key });
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
