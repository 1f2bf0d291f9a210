import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database/database.ts';
import { openPgliteFolder } from './database/pglite.ts';
import { StartFailure } from './start-failure.ts';

/**
 * The first start builds the database beside its place and moves it there when it is whole: a start killed half-way
 * would otherwise leave a folder that no later start can open.
 */
export async function openDataFolder(dataFolder: string): Promise<Database> {
  const place = join(dataFolder, 'pglite');
  const beside = join(dataFolder, 'pglite.new');
  try {
    if (!existsSync(place)) {
      rmSync(beside, { recursive: true, force: true });
      // Other users are kept out of it by the folder alone (private-folder.ts).
      mkdirSync(beside, { recursive: true, mode: 0o700 });
      const fresh = await openPgliteFolder(beside);
      await fresh.query('checkpoint');
      await fresh.close();
      renameSync(beside, place);
    }
    return await openPgliteFolder(place);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(`The database in ${place} cannot be opened: ${reason.split('\n')[0]}`);
  }
}
