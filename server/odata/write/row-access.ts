import { type SqlRow, text } from '../../database/database.ts';
import { type Ownership, reaches } from '../../identity/access.ts';
import type { Person } from '../../identity/person.ts';
import { type PrivilegeType, privilegeName } from '../../identity/privileges.ts';
import { privilegeMissing } from '../service-error.ts';
import type { Table } from '../table.ts';

/** Whose a row is that this person makes. It stands for rows of the organisation too, which every depth reaches. */
export function ownershipOf(person: Person): Ownership {
  return { ownerId: person.id, businessUnitId: person.businessUnitId };
}

/** For the select list, with a comma before; nothing for a table of the organisation. */
export function ownershipColumns(table: Table): string {
  return table.ownership === 'user' ? ', ownerid, owningbusinessunit' : '';
}

export function ownershipIn(person: Person, table: Table, row: SqlRow): Ownership {
  if (table.ownership === 'organization') return ownershipOf(person);
  return { ownerId: text(row.ownerid), businessUnitId: text(row.owningbusinessunit) };
}

export function canRead(person: Person, table: Table, row: Ownership): boolean {
  return reaches(person.access('Read', table), row);
}

/** @throws 403 with the privilege's name, where the person does not hold it or it does not reach this row. */
export function requirePrivilege(person: Person, [type, table]: readonly [PrivilegeType, Table], row: Ownership): void {
  const access = person.access(type, table);
  if (access === 'none') throw privilegeMissing(privilegeName(table, type), person.id, 'Basic');
  if (!reaches(access, row)) throw privilegeMissing(privilegeName(table, type), person.id, 'Global');
}
