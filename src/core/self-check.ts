import type { BaseRow, Json, RowKey } from './row.ts';
import { isSameJson } from './value.ts';

/** How one row here stands to the same row at the service. */
export type Difference = 'missing' | 'excess' | 'different';

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
  /** Names of the first of them, by key, as far as either side has one. */
  readonly names: { readonly [key: string]: string };
  /** Why the table could not be compared; null if it was, to its end. */
  readonly problem: string | null;
  readonly isRepaired: boolean;
}

/** How far the check, or the repair, of this device is. */
export type CheckProgress =
  /** `problem`: why the last one ended before its time, in plain words; null if it did not. */
  | { readonly kind: 'resting'; readonly problem: string | null }
  | {
      readonly kind: 'running';
      readonly doing: 'bringing up to date' | 'comparing' | 'looking again' | 'repairing';
      /** The table it is at; null before the first. */
      readonly table: string | null;
      readonly tablesDone: number;
      readonly tables: number;
      readonly rowsCompared: number;
      readonly startedAt: number;
    };

/** Rows of a table that the person is told of by name. */
export const mostNamed = 100;

/** Null if they are the same. A column that one side leaves out is empty there. */
export function differenceOf(here: BaseRow | null, there: BaseRow | null): Difference | null {
  if (here === null) return there === null ? null : 'missing';
  if (there === null) return 'excess';
  const names = new Set([...Object.keys(here.values), ...Object.keys(there.values)]);
  const isSame = here.etag === there.etag && [...names].every((name) => isAlike(here.values[name], there.values[name]));
  return isSame ? null : 'different';
}

/** The content decides as well as the version: damage on this device changes no version. */
function isAlike(a: Json | undefined, b: Json | undefined): boolean {
  return isSameJson(a ?? null, b ?? null);
}

export function keysToRepair({ missing, excess, different }: TableCheck): readonly RowKey[] {
  return [...missing, ...excess, ...different];
}

export function differencesIn(check: TableCheck): number {
  return check.missing.length + check.excess.length + check.different.length;
}
