import type { Table } from '../odata/table.ts';
import type { Access } from './access.ts';
import type { Depth, PrivilegeType } from './privileges.ts';

export type Person = {
  readonly id: string;
  readonly signInName: string;
  readonly fullName: string;
  readonly businessUnitId: string;
  readonly isDisabled: boolean;
  /** null: cannot sign in yet. */
  readonly passwordHash: string | null;
  /** Changes whenever tokens issued before are to be void; null where there is no password. */
  readonly tokenGeneration: string | null;
  readonly teamIds: ReadonlySet<string>;
  readonly access: (type: PrivilegeType, table: Table) => Access;
  readonly depth: (type: PrivilegeType, table: Table) => Depth | null;
};
