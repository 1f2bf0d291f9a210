/** Which columns of a table this person keeps on this device. */
export type ColumnSelection = 'all' | readonly string[];

/** One table of the offline profile. */
export interface ProfileTable {
  readonly name: string;
  readonly columns: ColumnSelection;
}

/** Which tables, rows and columns this person keeps on this device. The default: every table they may read. */
export type OfflineProfile =
  | { readonly kind: 'everything' }
  | { readonly kind: 'tables'; readonly tables: readonly ProfileTable[] };

export const everything: OfflineProfile = { kind: 'everything' };
