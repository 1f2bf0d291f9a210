import type { Queryable } from '../database/database.ts';

/** What the setting `demo` says where no demo data are to come. */
export const noDemo = 'none';

/** Whoever has people of their own before the first start wants no others, with passwords that everybody knows. */
export async function keepDemoDataOut(tx: Queryable): Promise<void> {
  await tx.query("insert into landfall_setting values ('demo', $1) on conflict (name) do nothing", [noDemo]);
}
