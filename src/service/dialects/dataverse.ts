import type { Failure } from '../../core/failure.ts';
import { countRows } from './dataverse-count.ts';
import { readDefinitionsVersion } from './dataverse-definitions-version.ts';
import { readTables } from './dataverse-tables.ts';
import type { Dialect } from './dialect.ts';

/** Dataverse's Web API, and the embedded service that speaks like it (docs/facts/dataverse.md §2). */
export function createDataverseDialect(person: { readonly id: string }): Dialect {
  return {
    rootPath: 'api/data/v9.2/',
    maxPortionRows: 5000,
    // Against browser caching (docs/facts/dataverse.md §2.1); it matches no ETag.
    readHeaders: { 'If-None-Match': 'null' },
    selectsColumns: true,
    mayRefuseOptions: false,
    creates: 'upsert',
    // Without it a count cut off at 5,000 looks like a count of 5,000.
    countPreferences: ['odata.include-annotations="Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"'],
    isRowGone,
    tables: (ask) => readTables(ask, person.id),
    count: countRows,
    definitionsVersion: readDefinitionsVersion,
  };
}

/** "Resource not found for the segment": a table that is not there, or a path that is not ours. */
const noSuchPath = ['0x80060888', '0x8006088a'];

function isRowGone(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.status === 404 && !noSuchPath.includes(failure.code.toLowerCase());
}
