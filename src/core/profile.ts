import type { Environment } from './session.ts';
import type { ColumnDefinition, LeftOutTable, TableDefinition, TableList } from './table.ts';

/** Which columns of a table this person keeps on this device. */
export type ColumnSelection = 'all' | readonly string[];

/** One table of the offline profile. */
export interface ProfileTable {
  readonly name: string;
  readonly columns: ColumnSelection;
  /** Which rows, as OData's `$filter` has it; null for all that the person may read. */
  readonly filter: string | null;
  /** Between two pulls, 5 minutes to a day; null for what the app does. A person's own choice goes before it. */
  readonly intervalMs: number | null;
}

/**
 * Which tables, rows and columns this person keeps on this device. Tables are pulled in the profile's order, others after
 * them. The default: every table they may read.
 */
export type OfflineProfile =
  | { readonly kind: 'everything' }
  | { readonly kind: 'tables'; readonly tables: readonly ProfileTable[]; readonly otherTables: 'all' | 'none' };

export const everything: OfflineProfile = { kind: 'everything' };

/** The profile of an environment as it was last heard of: what a person's account remembers of it may be older. */
export function profileOf(environment: Environment, heardOf: readonly Environment[]): OfflineProfile {
  return (heardOf.find(({ id }) => id === environment.id) ?? environment).profile ?? everything;
}

/**
 * The definitions as the profile has them. `withWork`: tables with unsent changes stay, or those could never be sent.
 * A table that the profile names and the service does not have is among those left out.
 */
export function profiled(list: TableList, profile: OfflineProfile, withWork: ReadonlySet<string>): TableList {
  if (profile.kind === 'everything') return list;
  const named = new Map(profile.tables.map((wanted) => [wanted.name, wanted]));
  const first = profile.tables.flatMap((wanted) => {
    const table = list.tables.find(({ name }) => name === wanted.name);
    return table === undefined ? [] : [narrowed(table, wanted)];
  });
  const others = list.tables.filter(
    ({ name }) => !named.has(name) && (profile.otherTables === 'all' || withWork.has(name)),
  );
  const known = new Set([...list.tables, ...list.leftOut].map(({ name }) => name));
  const missing = profile.tables.filter(({ name }) => !known.has(name));
  return { tables: [...first, ...others], leftOut: [...list.leftOut, ...missing.map(notThere)] };
}

function notThere({ name }: ProfileTable): LeftOutTable {
  return { name, label: name, why: 'not in the service' };
}

function narrowed(table: TableDefinition, wanted: ProfileTable): TableDefinition {
  const { columns, filter: rowFilter, intervalMs } = wanted;
  const kept = columns === 'all' ? table.columns : table.columns.filter((column) => isKept(table, column, columns));
  return { ...table, columns: kept, rowFilter, intervalMs };
}

/** Without key, name and stamp a row cannot be kept, shown or pulled; without what is required none can be made. */
function isKept(table: TableDefinition, column: ColumnDefinition, wanted: readonly string[]): boolean {
  const { keyColumn, nameColumn, modifiedColumn } = table;
  if ([keyColumn, nameColumn, modifiedColumn].includes(column.name) || column.isRequired) return true;
  // A lookup goes by its own name too, not only by the wire's name of its key.
  return wanted.some((name) => name === column.name || `_${name}_value` === column.name);
}
