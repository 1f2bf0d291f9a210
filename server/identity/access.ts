import type { Table } from '../odata/table.ts';
import { type Depth, depths, type PrivilegeType } from './privileges.ts';

/** Which rows a privilege reaches: none, all, or those of these owners and of these business units. */
export type Access =
  | 'none'
  | 'all'
  | { readonly owners: ReadonlySet<string>; readonly businessUnits: ReadonlySet<string> };

/** One privilege of a role that a person holds, by themselves or as a member of a team. */
export type Grant = {
  /** Name of a table, or `*` for every table. */
  readonly table: string;
  readonly type: PrivilegeType;
  readonly depth: Depth;
  /** Whose rows `Basic` reaches: the person's, and the team's where the role is the team's. */
  readonly owners: readonly string[];
  /** Where `Local` and `Deep` begin: the business unit of the person or team that holds the role. */
  readonly businessUnit: string;
};

export type Ownership = { readonly ownerId: string; readonly businessUnitId: string };

function grantsFor(grants: readonly Grant[], type: PrivilegeType, table: Table): readonly Grant[] {
  return grants.filter((grant) => grant.type === type && (grant.table === '*' || grant.table === table.name));
}

/** The widest depth of a privilege; null if it is not held. */
export function widestDepth(grants: readonly Grant[], type: PrivilegeType, table: Table): Depth | null {
  if (table.isSystem) return type === 'Read' ? 'Global' : null;
  const held = new Set(grantsFor(grants, type, table).map((grant) => grant.depth));
  return [...depths].reverse().find((depth) => held.has(depth)) ?? null;
}

export type Units = { readonly withBelow: (businessUnit: string) => readonly string[] };

export function accessOf(grants: readonly Grant[], units: Units, what: readonly [PrivilegeType, Table]): Access {
  const [type, table] = what;
  if (table.isSystem) return type === 'Read' ? 'all' : 'none';
  const held = grantsFor(grants, type, table);
  if (held.length === 0) return 'none';
  if (table.ownership === 'organization' || held.some((grant) => grant.depth === 'Global')) return 'all';
  const reached = held.flatMap((grant) => {
    if (grant.depth === 'Local') return [grant.businessUnit];
    return grant.depth === 'Deep' ? units.withBelow(grant.businessUnit) : [];
  });
  // Whoever reaches a business unit's rows reaches their own as well, also after a move to another unit.
  return { owners: new Set(held.flatMap((grant) => grant.owners)), businessUnits: new Set(reached) };
}

export function reaches(access: Access, row: Ownership): boolean {
  if (access === 'all' || access === 'none') return access === 'all';
  return access.owners.has(row.ownerId) || access.businessUnits.has(row.businessUnitId);
}
