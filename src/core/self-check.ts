import type { RowKey } from './row.ts';

/** What comparing one table with the service found; the rows that differed are repaired when the person asks for it. */
export interface TableCheck {
  readonly table: string;
  readonly at: number;
  readonly rowsCompared: number;
  /** There and not here. */
  readonly missing: readonly RowKey[];
  /** Here and not there. */
  readonly excess: readonly RowKey[];
  /** On both sides, with other content. */
  readonly different: readonly RowKey[];
  readonly isRepaired: boolean;
}
