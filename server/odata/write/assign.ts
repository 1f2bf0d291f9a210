import type { Ownership } from '../../identity/access.ts';
import { privilegeName } from '../../identity/privileges.ts';
import type { DataRequest } from '../data-request.ts';
import type { Reference } from '../reference-url.ts';
import { Refused, rowNotFound } from '../service-error.ts';
import { ownershipOf, requirePrivilege } from './row-access.ts';

function cannotOwn(message: string): Refused {
  return new Refused({ status: 403, code: '0x80040220', message });
}

/**
 * The owner's business unit becomes the row's. Dataverse refuses an owner who could not read the row ("Principal user …
 * is missing prvRead…", docs/facts/dataverse.md §2.5); that a disabled person is refused is inferred.
 */
function newOwnership({ security, table }: DataRequest, owner: Reference): Ownership {
  const principal = security.principals.get(owner.id);
  if (principal?.kind !== owner.table.name) throw rowNotFound(owner.table.name, owner.id);
  if (security.people.get(owner.id)?.isDisabled === true) {
    throw cannotOwn(`The user ${owner.id} is disabled and cannot become an owner. Choose another one.`);
  }
  if (principal.depth('Read', table) === null) {
    const kind = principal.kind === 'team' ? 'team' : 'user';
    const privilege = privilegeName(table, 'Read');
    throw cannotOwn(`Principal ${kind} (Id=${owner.id}) is missing ${privilege} privilege and cannot own such a row.`);
  }
  return { ownerId: principal.id, businessUnitId: principal.businessUnitId };
}

/**
 * Whose a new row is. Made for somebody else it takes Create that reaches that owner's rows, and Assign on one's own
 * (inferred).
 */
export function ownershipOfNew(request: DataRequest, owner: Reference | null): Ownership {
  const { person, table } = request;
  const own = ownershipOf(person);
  if (owner === null) {
    requirePrivilege(person, ['Create', table], own);
    // Whoever makes a row that will be theirs needs Read as well (docs/facts/dataverse.md §2.5).
    if (table.ownership === 'user') requirePrivilege(person, ['Read', table], own);
    return own;
  }
  const ownership = newOwnership(request, owner);
  requirePrivilege(person, ['Create', table], ownership);
  if (ownership.ownerId !== person.id) requirePrivilege(person, ['Assign', table], own);
  return ownership;
}

/** null: the owner stays. Takes Assign on the row, beside Write (docs/facts/dataverse.md §2.5). */
export function ownershipAfter(request: DataRequest, owner: Reference | null, before: Ownership): Ownership | null {
  if (owner === null || owner.id === before.ownerId) return null;
  requirePrivilege(request.person, ['Assign', request.table], before);
  return newOwnership(request, owner);
}
