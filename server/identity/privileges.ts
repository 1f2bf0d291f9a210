import { createHash } from 'node:crypto';
import type { Table } from '../odata/table.ts';

export const privilegeTypes = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign'] as const;
export type PrivilegeType = (typeof privilegeTypes)[number];

/**
 * How far a privilege reaches, in Dataverse's words: own rows (and those of the team that holds the role), rows of the
 * business unit, of it and the units below it, of the organisation. From narrow to wide.
 */
export const depths = ['Basic', 'Local', 'Deep', 'Global'] as const;
export type Depth = (typeof depths)[number];

export function privilegeName(table: Table, type: PrivilegeType): string {
  return `prv${type}${table.schemaName}`;
}

/** A GUID that is the same at every start, made from a name. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(`landfall ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
