import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlRow, SqlValue } from '../../../server/database/database.ts';
import { openPgliteFolder } from '../../../server/database/pglite.ts';

/** Asks the database of a stopped service. Dates, times and numbers come as the text that PostgreSQL writes. */
export async function sql(
  dataFolder: string,
  query: string,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  const place = join(dataFolder, 'pglite');
  if (!existsSync(place)) throw new Error(`there is no database in ${dataFolder}`);
  const database = await openPgliteFolder(place);
  try {
    return await database.query(query, params);
  } finally {
    await database.close();
  }
}
