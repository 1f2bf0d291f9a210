import { filterError } from './filter-lexer.ts';

/**
 * What one filter has used up. Each limit bounds what the database is asked to do for it: on PGlite nothing ends a
 * statement once it runs, and everybody waits for it.
 */
export type Budget = { tables: number; values: number; textWork: number; sets: number };

const limits: Readonly<Record<keyof Budget, number>> = {
  // As many as Dataverse has for `$expand` (docs/facts/dataverse.md §2.2); inferred for filters.
  tables: 15,
  values: 2_000,
  // Characters of patterns times the length of the columns they are looked for in: LIKE at its worst compares so often.
  textWork: 20_000_000,
  // Each is a regular expression, and PostgreSQL keeps 32: beyond that it makes all of them anew for every row.
  sets: 16,
};
const refusals: Readonly<Record<keyof Budget, string>> = {
  tables: `more than ${limits.tables} related tables`,
  values: `more than ${limits.values} values in all lists of the filter`,
  sets: `more than ${limits.sets} texts with a set such as [a-f]`,
  textWork: 'too much text is to be looked through for this filter: use shorter or fewer texts to look for',
};

export const emptyBudget = (): Budget => ({ tables: 0, values: 0, textWork: 0, sets: 0 });

export function spend(budget: Budget, on: keyof Budget, { amount, at }: { amount: number; at: number }): void {
  budget[on] += amount;
  if (budget[on] > limits[on]) throw filterError(at, refusals[on]);
}
