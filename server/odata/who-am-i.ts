import type { Person } from '../identity/person.ts';
import { organizationId } from './organization-id.ts';

/**
 * `WhoAmI`, also with parentheses. Shape and context as documented (Dataverse Web API reference, WhoAmIResponse).
 * null: not this path.
 */
export function readWhoAmI(person: Person, root: string, requested: string): unknown {
  if (!/^WhoAmI(?:\(\))?$/.test(requested)) return null;
  return {
    '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: person.businessUnitId,
    UserId: person.id,
    OrganizationId: organizationId,
  };
}
