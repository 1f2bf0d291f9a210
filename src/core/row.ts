/** What a wire value can be: kept as the service's JSON has it, never converted on the way in. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Identity of a row within its table: canonical text, never assumed to be a GUID. */
export type RowKey = string & { readonly brand: 'RowKey' };

/** Opaque version of a row: compared for equality only, never ordered or taken apart. */
export type ETag = string & { readonly brand: 'ETag' };

/** Opaque URL of the next portion of one read. */
export type NextLink = string & { readonly brand: 'NextLink' };

/** Opaque URL that answers with what changed since it was given out. */
export type DeltaLink = string & { readonly brand: 'DeltaLink' };

/** Column name → value. A column that is absent is unknown; one that is null is empty. */
export type Values = { readonly [column: string]: Json };

/** These values but for some columns. */
export function withoutColumns(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** A row as last received from the service. */
export interface BaseRow {
  readonly key: RowKey;
  /** Null where the service gives none. */
  readonly etag: ETag | null;
  readonly values: Values;
}

/** Names one row of one table. */
export interface RowAddress {
  readonly table: string;
  readonly key: RowKey;
}

/** Text that is unique per row across tables, for maps and sets. */
export function addressText(row: RowAddress): string {
  return `${row.table}/${row.key}`;
}
