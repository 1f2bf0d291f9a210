import { createHash } from 'node:crypto';
import type { Table } from '../odata/table.ts';
import type { Person, Role } from './person.ts';

export const privilegeTypes = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo'] as const;
export type PrivilegeType = (typeof privilegeTypes)[number];
/** Dataverse's words: the person's own rows, or every row of the organisation. */
export type Depth = 'Basic' | 'Global';

const granted: Readonly<Record<Role, { readonly depth: Depth; readonly types: readonly PrivilegeType[] }>> = {
  dispatcher: { depth: 'Global', types: privilegeTypes },
  technician: { depth: 'Basic', types: privilegeTypes },
  reader: { depth: 'Global', types: ['Read'] },
};

export function depthOf(person: Person, type: PrivilegeType): Depth | null {
  const { depth, types } = granted[person.role];
  return types.includes(type) ? depth : null;
}

export function privilegeName(table: Table, type: PrivilegeType): string {
  return `prv${type}${table.schemaName}`;
}

/** A GUID that is the same at every start, made from a name. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(`landfall ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
