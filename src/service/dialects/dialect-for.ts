import type { Environment, Person } from '../../core/session.ts';
import { createDataverseDialect } from './dataverse.ts';
import type { Dialect } from './dialect.ts';
import { odataV4 } from './odata-v4.ts';

/** The dialect of an environment, for one person: privileges are asked about by their id. */
export function dialectFor(environment: Environment, person: Person): Dialect {
  switch (environment.dialect) {
    case 'dataverse':
      return createDataverseDialect(person);
    case 'odata-v4':
      return odataV4;
  }
}
