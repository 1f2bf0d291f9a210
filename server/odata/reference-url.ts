import { parseGuid } from './guid.ts';
import type { Table, Tables } from './table.ts';

/** A row that a body or an address points to. */
export type Reference = { readonly table: Table; readonly id: string };

/**
 * `accounts(<guid>)`, `/accounts(<guid>)`, or the whole address of a row of this service below `root`
 * (docs/facts/dataverse.md §2.11). null: none of these.
 */
export function parseReference(tables: Tables, root: string, value: unknown): Reference | null {
  if (typeof value !== 'string' || value.length > 2_000) return null;
  const isAbsolute = value.toLowerCase().startsWith(`${root.toLowerCase()}/`);
  const path = isAbsolute ? value.slice(root.length + 1) : value.replace(/^\//, '');
  const [, setName, key] = /^([a-z0-9_]{1,100})\(([0-9a-f-]{36})\)$/i.exec(path) ?? [];
  const table = tables.bySetName.get(setName ?? '');
  const id = parseGuid(key ?? '');
  return table === undefined || id === null ? null : { table, id };
}
