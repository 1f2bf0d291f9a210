import type { Column, ManyToMany, Table, Tables } from '../../odata/table.ts';
import type { Queryable } from '../database.ts';
import { readSetting, writeSetting } from '../setting.ts';

/** The definition that the last start served. Written by another version perhaps: only these parts are relied on. */
type ServedTable = Pick<Table, 'name'> & { readonly columns: readonly Pick<Column, 'name' | 'type'>[] };
export type Served = {
  readonly tables: readonly ServedTable[];
  readonly manyToMany: readonly Pick<ManyToMany, 'name'>[];
};

const settingName = 'definition';

export async function readServed(db: Queryable): Promise<Served> {
  const stored = await readSetting(db, settingName);
  // Written by this file.
  return stored === null ? { tables: [], manyToMany: [] } : (JSON.parse(stored) as Served);
}

export async function writeServed(db: Queryable, tables: Tables): Promise<void> {
  const served: Served = { tables: [...tables.byName.values()], manyToMany: tables.manyToMany };
  await writeSetting(db, settingName, JSON.stringify(served));
}
