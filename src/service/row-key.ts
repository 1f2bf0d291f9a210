import type { RowKey } from '../core/row.ts';
import type { KeyKind } from '../core/table.ts';
import { isGuid } from './literal.ts';

/**
 * The canonical key of a wire value: a GUID in lower case, other text and numbers as they are. Null if it is none.
 * Text may look like a GUID and tell upper from lower case all the same, where its kind is said to be text.
 */
export function rowKeyOf(value: unknown, kind?: KeyKind): RowKey | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value) as RowKey;
  if (typeof value !== 'string' || value === '') return null;
  return (kind !== 'text' && isGuid(value) ? value.toLowerCase() : value) as RowKey;
}

/** The key in an entity id: `https://…/accounts(<guid>)`, `Books('O''Neil')`, or, as Dataverse has it, the bare key. */
export function rowKeyOfId(id: string, kind?: KeyKind): RowKey | null {
  const inside = /\(([^()]*(?:'(?:[^']|'')*')?[^()]*)\)\s*$/.exec(id)?.[1];
  if (inside === undefined) return rowKeyOf(id, kind);
  const decoded = decode(inside);
  const quoted = /^'((?:[^']|'')*)'$/.exec(decoded)?.[1];
  return rowKeyOf(quoted === undefined ? decoded : quoted.replaceAll("''", "'"), kind);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
