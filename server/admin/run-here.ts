import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataFolder } from '../data-folder-lock.ts';
import { checkpoint } from '../database/maintenance.ts';
import { openDatabase } from '../open-database.ts';
import { definedTables, prepareData } from '../prepare-data.ts';
import { keepPrivate } from '../private-folder.ts';
import type { Settings } from '../settings.ts';
import { StartFailure } from '../start-failure.ts';
import {
  type Arguments,
  type CommandCaller,
  type CommandGroup,
  CommandRefused,
  type DatabaseCommand,
  type StoppedCommand,
} from './command.ts';
import { runInService } from './control-client.ts';
import { parseCommand } from './parse-command.ts';

type Invocation = {
  readonly groups: readonly CommandGroup[];
  readonly argv: readonly string[];
  /** Not asked for where help is all that is wanted. */
  readonly readSettings: () => Settings;
  readonly caller: CommandCaller;
};

/** PostgreSQL serves several processes at once; a data folder does not. Nobody listened there a moment ago. */
function hold(settings: Settings, caller: CommandCaller): () => void {
  if (settings.databaseUrl !== null) return () => {};
  try {
    const { release } = lockDataFolder(settings.dataFolder);
    keepPrivate(settings.dataFolder, { warn: caller.note });
    return release;
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    throw new CommandRefused(`${error.message} If it is just starting or ending, try again in a moment.`);
  }
}

/** Whoever forgot LANDFALL_DATA or DATABASE_URL looks after other data than the service has, and should notice. */
function tellNewFolder({ databaseUrl, dataFolder }: Settings, caller: CommandCaller): void {
  if (databaseUrl !== null || existsSync(join(dataFolder, 'pglite'))) return;
  caller.note(`There are no data in ${dataFolder} yet: a new database is made there.`);
}

async function runOnDatabase(
  settings: Settings,
  command: DatabaseCommand,
  args: Arguments,
  caller: CommandCaller,
): Promise<void> {
  tellNewFolder(settings, caller);
  const release = hold(settings, caller);
  try {
    const database = await openDatabase(settings, (error) => console.error(error));
    try {
      const { tables } = await prepareData(database, settings, () => {});
      await command.run({ database, tables, caller, now: Date.now }, args);
      await checkpoint(database);
    } finally {
      await database.close();
    }
  } finally {
    release();
  }
}

async function runStopped(
  settings: Settings,
  command: StoppedCommand,
  args: Arguments,
  caller: CommandCaller,
): Promise<void> {
  const release = hold(settings, caller);
  try {
    await command.run({ settings, tables: definedTables(settings, () => {}), caller, now: Date.now }, args);
  } finally {
    release();
  }
}

/**
 * Runs the command of this process: in the service that has the data folder, or else here. The exit code; what is
 * thrown is for `runGuarded`.
 */
export async function runHere({ groups, argv, readSettings, caller }: Invocation): Promise<number> {
  const parsed = parseCommand(groups, argv);
  if (parsed.kind === 'help') {
    for (const line of parsed.lines) caller.print(line);
    return 0;
  }
  const settings = readSettings();
  const inService = settings.databaseUrl === null ? await runInService(settings.dataFolder, argv, caller) : null;
  if (inService !== null) return inService;
  const { command, args } = parsed;
  if (command.place === 'database') await runOnDatabase(settings, command, args, caller);
  else await runStopped(settings, command, args, caller);
  return 0;
}
