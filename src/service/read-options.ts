import type { PullStrategy } from '../core/checkpoint.ts';
import type { RowKey } from '../core/row.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Dialect } from './dialects/dialect.ts';
import { keyLiteral, type QueryOptions } from './url.ts';
import { selection } from './write.ts';

type Columns = Pick<Dialect, 'selectsColumns' | 'mayRefuseOptions'>;

/** What is asked of a table's set, by query options. Every question but a tracked one carries the profile's filter. */
export function firstRead(table: TableDefinition, strategy: PullStrategy, dialect: Columns): QueryOptions {
  const select = selection(table, dialect);
  switch (strategy) {
    case 'delta link':
      // Nothing else goes with change tracking (docs/facts/dataverse.md §2.3).
      return select;
    case 'watermark':
      return { ...select, ...filtered(table), ...inOrderOfChanges(table), count: 'true' };
    case 'full read':
      // Links that count rows bring some twice and some never where nothing orders them.
      return { ...select, ...filtered(table), ...(dialect.mayRefuseOptions && byKey(table)), count: 'true' };
  }
}

export function changedSince(table: TableDefinition, since: number | null, dialect: Columns): QueryOptions {
  const condition = since === null ? null : `${table.modifiedColumn} ge ${new Date(since).toISOString()}`;
  return { ...selection(table, dialect), ...filtered(table, condition), ...inOrderOfChanges(table) };
}

export function named(table: TableDefinition, keys: readonly RowKey[], dialect: Columns): QueryOptions {
  const condition = keys.map((key) => `${table.keyColumn} eq ${keyLiteral(key, table.keyKind)}`).join(' or ');
  return { ...selection(table, dialect), ...filtered(table, condition) };
}

export function keysOnly(table: TableDefinition, dialect: Columns): QueryOptions {
  return { ...(dialect.selectsColumns && { select: table.keyColumn }), ...filtered(table), ...byKey(table) };
}

function byKey(table: TableDefinition): QueryOptions {
  return { orderby: table.keyColumn };
}

function filtered(table: TableDefinition, condition: string | null = null): QueryOptions {
  const conditions = [table.rowFilter, condition].filter((one) => one !== null);
  if (conditions.length === 0) return {};
  return { filter: conditions.length === 1 ? conditions.join('') : conditions.map((one) => `(${one})`).join(' and ') };
}

/** Ties by key: many rows of one import carry the same stamp. */
function inOrderOfChanges(table: TableDefinition): QueryOptions {
  return table.modifiedColumn === null ? {} : { orderby: `${table.modifiedColumn},${table.keyColumn}` };
}
