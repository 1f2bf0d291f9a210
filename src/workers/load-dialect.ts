import type { Environment, Person } from '../core/session.ts';
import { createDataverseDialect } from '../service/dialects/dataverse.ts';
import type { Dialect } from '../service/dialects/dialect.ts';

/**
 * As `dialectFor`, with the dialect that fewer need, and its reader of XML, in a file of its own. It is read when a
 * database is opened, while the page is new: not once a later build may have taken the place of this one.
 */
export async function loadDialect(environment: Environment, person: Person): Promise<Dialect> {
  switch (environment.dialect) {
    case 'dataverse':
      return createDataverseDialect(person);
    case 'odata-v4':
      return (await import('../service/dialects/odata-v4.ts')).odataV4;
  }
}
