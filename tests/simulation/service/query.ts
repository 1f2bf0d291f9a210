import type { ModelRow } from './rows.ts';
import type { ModelTable } from './tables.ts';

/** The column that carries the time of the last change, where the service has one. */
export const stampColumn = 'modifiedon';

/** What a read asks for, beside its place. */
export interface Query {
  /** By key alone, or by stamp and then by key. */
  readonly order: 'key' | 'stamp';
  /** ISO time; null for all. */
  readonly since: string | null;
  /** Null for all. */
  readonly keys: readonly string[] | null;
  readonly isKeysOnly: boolean;
}

/** Reads the few forms of `$filter`, `$orderby` and `$select` that this service understands; null for any other. */
export function queryOf(path: string, table: ModelTable): Query | null {
  const options = new Map(
    (path.split('?')[1] ?? '').split('&').map((option) => {
      const at = option.indexOf('=');
      return [option.slice(0, at), option.slice(at + 1)] as const;
    }),
  );
  const filter = options.get('$filter') ?? '';
  const named = [...filter.matchAll(new RegExp(`${table.key} eq ([0-9a-f-]{36})`, 'g'))].map(([, key = '']) => key);
  const since = /modifiedon ge (\S+?Z)/.exec(filter)?.[1] ?? null;
  if (filter !== '' && named.length === 0 && since === null) return null;
  const order = options.get('$orderby');
  if (order !== undefined && order !== table.key && order !== `${stampColumn},${table.key}`) return null;
  return {
    order: order?.startsWith(stampColumn) ? 'stamp' : 'key',
    since,
    keys: named.length > 0 ? named : null,
    isKeysOnly: options.get('$select') === table.key,
  };
}

/** A row's place in the order of a query: later places compare greater. */
export function placeOf(query: Query, key: string, row: ModelRow): string {
  return query.order === 'key' ? key : `${String(row.values[stampColumn])} ${key}`;
}

export function isAsked(query: Query, key: string, row: ModelRow): boolean {
  if (query.keys !== null && !query.keys.includes(key)) return false;
  return query.since === null || Date.parse(String(row.values[stampColumn])) >= Date.parse(query.since);
}
