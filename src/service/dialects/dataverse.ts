import { countRows } from './dataverse-count.ts';
import { readTables } from './dataverse-tables.ts';
import type { Dialect } from './dialect.ts';

/** Dataverse's Web API, and the embedded service that speaks like it (facts/dataverse.md §2). */
export function createDataverseDialect(person: { readonly id: string }): Dialect {
  return {
    rootPath: 'api/data/v9.2/',
    maxPortionRows: 5000,
    // Without it a count cut off at 5,000 looks like a count of 5,000.
    countPreferences: ['odata.include-annotations="Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"'],
    tables: (ask) => readTables(ask, person.id),
    count: countRows,
  };
}
