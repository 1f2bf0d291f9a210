import { type Queryable, text } from './database.ts';

export async function readSetting(db: Queryable, name: string): Promise<string | null> {
  const [row] = await db.query('select value from landfall_setting where name = $1', [name]);
  return row === undefined ? null : text(row.value);
}

export async function writeSetting(db: Queryable, name: string, value: string): Promise<void> {
  await db.query(
    'insert into landfall_setting values ($1, $2) on conflict (name) do update set value = excluded.value',
    [name, value],
  );
}
