import type { Database } from './database/database.ts';
import { openDataFolder } from './open-data-folder.ts';
import { openPostgresServer } from './open-postgres-server.ts';
import type { Settings } from './settings.ts';

type Place = Pick<Settings, 'dataFolder' | 'databaseUrl' | 'databasePoolSize'>;

/** @throws StartFailure */
export async function openDatabase(place: Place, reportError: (error: unknown) => void): Promise<Database> {
  const { databaseUrl, databasePoolSize } = place;
  if (databaseUrl === null) return openDataFolder(place.dataFolder);
  return openPostgresServer({ url: databaseUrl, poolSize: databasePoolSize, reportError });
}
