import type { Person } from '../identity/person.ts';
import { privilegeName, privilegeTypes, stableId } from '../identity/privileges.ts';
import { parseGuid } from './guid.ts';
import { privilegeMissing } from './service-error.ts';
import type { Tables } from './table.ts';

const path = /^systemusers\(([0-9a-f-]{36})\)\/Microsoft\.Dynamics\.CRM\.RetrieveUserPrivileges(?:\(\))?$/i;

/**
 * The widest depth of each privilege, through the person's own roles and those of their teams. A person may ask for
 * their own only. null: not this path.
 */
export function readUserPrivileges(person: Person, tables: Tables, root: string, requested: string): unknown {
  const id = path.exec(requested)?.[1];
  if (id === undefined) return null;
  if (parseGuid(id) !== person.id) throw privilegeMissing('prvReadUser', person.id, 'Global');
  const held = [...tables.byName.values()].flatMap((table) =>
    privilegeTypes.flatMap((type) => {
      const depth = person.depth(type, table);
      const name = privilegeName(table, type);
      if (depth === null) return [];
      return [
        { Depth: depth, PrivilegeId: stableId(name), BusinessUnitId: person.businessUnitId, PrivilegeName: name },
      ];
    }),
  );
  return {
    '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.RetrieveUserPrivilegesResponse`,
    RolePrivileges: held,
  };
}
