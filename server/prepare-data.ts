import type { Database } from './database/database.ts';
import { type Identity, migrate } from './database/migrate.ts';
import { readSetting, writeSetting } from './database/setting.ts';
import { readDefinition } from './definitions/read-definition.ts';
import { noDemo } from './demo/keep-demo-data-out.ts';
import { demoTables } from './demo/tables/demo-tables.ts';
import type { Tables } from './odata/table.ts';
import type { Settings } from './settings.ts';
import { StartFailure } from './start-failure.ts';

const ownTables = 'own-tables';

/**
 * Data of the demo and data of one's own are never served as each other: the demo's people have passwords that everyone
 * knows, and tables that are not served would vanish from sight.
 */
async function requireSameOrigin(database: Database, settings: Settings): Promise<void> {
  const [found] = await database.query("select to_regclass('landfall_setting') is not null as present");
  if (found?.present !== true) return;
  const demo = await readSetting(database, 'demo');
  const isDemo = demo !== null && demo !== noDemo;
  const isOwn = (await readSetting(database, ownTables)) !== null;
  if (settings.tablesFile !== null && isDemo) {
    throw new StartFailure(
      'The data is that of the demo, and LANDFALL_TABLES names tables of your own. Choose another place with LANDFALL_DATA or DATABASE_URL.',
    );
  }
  if (settings.tablesFile === null && isOwn) {
    throw new StartFailure('The data is of tables of your own: name the file that defines them with LANDFALL_TABLES.');
  }
}

/** Without a look at the data. @throws StartFailure */
export function definedTables(settings: Settings, report: (line: string) => void): Tables {
  return settings.tablesFile === null ? demoTables : readDefinition(settings.tablesFile, report);
}

type PreparedData = { readonly identity: Identity; readonly tables: Tables };

/** The tables to serve, and the database brought to them. `report` gets lines for the person who starts the service. */
export async function prepareData(
  database: Database,
  settings: Settings,
  report: (line: string) => void,
): Promise<PreparedData> {
  const tables = definedTables(settings, report);
  await requireSameOrigin(database, settings);
  const identity = await migrate(database, tables, report);
  if (settings.tablesFile !== null) await writeSetting(database, ownTables, '1');
  return { identity, tables };
}
