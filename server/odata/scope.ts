import type { Person } from '../identity/person.ts';
import { depthOf, type PrivilegeType, privilegeName } from '../identity/privileges.ts';
import { privilegeMissing } from './service-error.ts';
import type { SqlParameters } from './sql-parameters.ts';
import type { Table } from './table.ts';

/** The SQL condition for the rows this person may touch in this way; refuses who may touch none. */
export function scopeSql(person: Person, type: PrivilegeType, table: Table, parameters: SqlParameters): string {
  const depth = depthOf(person, type);
  if (depth === null) throw privilegeMissing(privilegeName(table, type), person.id, 'Basic');
  return depth === 'Global' ? 'true' : `ownerid = ${parameters.add(person.id, 'uuid')}`;
}

/** Change tracking needs the whole organisation's rows in Dataverse too (docs/facts/dataverse.md §2.3). */
export function requireGlobalRead(person: Person, table: Table): void {
  if (depthOf(person, 'Read') === 'Global') return;
  throw privilegeMissing(privilegeName(table, 'Read'), person.id, 'Global');
}
