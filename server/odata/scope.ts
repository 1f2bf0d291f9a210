import type { Access } from '../identity/access.ts';
import type { Person } from '../identity/person.ts';
import { type PrivilegeType, privilegeName } from '../identity/privileges.ts';
import { privilegeMissing } from './service-error.ts';
import type { SqlParameters } from './sql-parameters.ts';
import type { Table } from './table.ts';

type Scope = {
  readonly person: Person;
  readonly type: PrivilegeType;
  readonly table: Table;
  /** The table's name in the statement, where it is not the only one. Ours, never a caller's text. */
  readonly alias?: string;
};

/** The SQL condition for the rows this person may touch in this way; refuses who may touch none. */
export function scopeSql({ person, type, table, alias }: Scope, parameters: SqlParameters): string {
  const access: Access = person.access(type, table);
  if (access === 'none') throw privilegeMissing(privilegeName(table, type), person.id, 'Basic');
  if (access === 'all') return 'true';
  const of = alias === undefined ? '' : `${alias}.`;
  const among = (column: string, ids: ReadonlySet<string>): readonly string[] =>
    ids.size === 0 ? [] : [`${of}${column} in (${[...ids].map((id) => parameters.add(id, 'uuid')).join(', ')})`];
  const conditions = [...among('ownerid', access.owners), ...among('owningbusinessunit', access.businessUnits)];
  return `(${conditions.join(' or ')})`;
}

/** Change tracking needs the whole organisation's rows in Dataverse too (docs/facts/dataverse.md §2.3). */
export function requireGlobalRead(person: Person, table: Table): void {
  if (person.access('Read', table) === 'all') return;
  throw privilegeMissing(privilegeName(table, 'Read'), person.id, 'Global');
}
