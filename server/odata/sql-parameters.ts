import type { SqlValue } from '../database/database.ts';

/** Collects the parameters of one statement; `add` gives the placeholder. */
export type SqlParameters = { readonly values: SqlValue[]; readonly add: (value: SqlValue, sqlType: string) => string };

export function createParameters(): SqlParameters {
  const values: SqlValue[] = [];
  return {
    values,
    add(value, sqlType) {
      values.push(value);
      return `$${values.length}::${sqlType}`;
    },
  };
}
