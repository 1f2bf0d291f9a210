import type { Queryable, SqlRow } from '../../database/database.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { Ownership } from '../../identity/access.ts';
import type { Person } from '../../identity/person.ts';
import { etagOf, selectList } from '../row-json.ts';
import type { Column, Table } from '../table.ts';
import { canRead, ownershipColumns, ownershipIn } from './row-access.ts';

/**
 * What is meant to be done to the row, from strong to weak. Only a deletion shuts out those who point to the row: two
 * updates that point to each other's rows would otherwise wait for one another.
 */
type Purpose = 'delete' | 'update' | 'point to';
const lockFor: Readonly<Record<Purpose, string>> = {
  delete: 'update',
  update: 'no key update',
  'point to': 'key share',
};

/** `invisible`: it is there, but for this person it is not. */
export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invisible' }
  | { readonly kind: 'visible'; readonly etag: string; readonly ownership: Ownership; readonly row: SqlRow };

type Wanted = {
  readonly person: Person;
  readonly table: Table;
  readonly id: string;
  readonly purpose: Purpose;
  /** To be read beside version and owner, lookups with the table that they point to. */
  readonly columns?: readonly Column[];
};

export async function lockRow(tx: Queryable, { person, table, id, purpose, columns = [] }: Wanted): Promise<Found> {
  const [row] = await tx.query(
    `select ${selectList(columns)}${ownershipColumns(table)} from ${sqlName(table.name)}
     where ${sqlName(table.key)} = $1::uuid for ${lockFor[purpose]}`,
    [id],
  );
  if (row === undefined) return { kind: 'absent' };
  const ownership = ownershipIn(person, table, row);
  if (!canRead(person, table, ownership)) return { kind: 'invisible' };
  return { kind: 'visible', etag: etagOf(row), ownership, row };
}
