import type { BackupHeader } from '../backup/backup-format.ts';
import { verifyBackup } from '../backup/read-backup.ts';
import { findUnknown, isUnused, requireSameSchema, restoreBackup } from '../backup/restore-backup.ts';
import { readStoredTables } from '../backup/stored-tables.ts';
import type { Database } from '../database/database.ts';
import { checkpoint } from '../database/maintenance.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../open-database.ts';
import { type Arguments, type CommandGroup, CommandRefused, type StoppedContext } from './command.ts';

/** Processes that serve PostgreSQL take no lock; they would go on with what they know of the former data. */
async function requireAlone(database: Database): Promise<void> {
  if (database.engine !== 'postgres') return;
  const others = await database.query(
    `select 1 from pg_stat_activity
     where datname = current_database() and application_name = 'landfall' and pid <> pg_backend_pid()`,
  );
  if (others.length === 0) return;
  throw new CommandRefused('Other Landfall processes use this database: stop them first. Nothing was changed.');
}

async function requireKnown(database: Database, header: BackupHeader): Promise<void> {
  const { tables, columns } = findUnknown(header, await readStoredTables(database));
  const unknown = [...tables, ...columns];
  if (unknown.length === 0) return;
  throw new CommandRefused(
    `The backup holds what this definition of tables does not have: ${unknown.join(', ')}. Nothing was changed. ` +
      'Give the definition that it was made with, or leave this out with --leave-out-unknown.',
  );
}

async function restoreInto(database: Database, { tables, caller }: StoppedContext, args: Arguments): Promise<void> {
  const path = args.operand('FILE');
  const source = () => caller.readFile(path);
  // All of it, before anything is touched.
  const header = await verifyBackup(source);
  requireSameSchema(header);
  await requireAlone(database);
  if (!args.flag('replace') && !(await isUnused(database))) {
    throw new CommandRefused('There are people and rows already. To replace all of them, give --replace.');
  }
  await migrate(database, tables);
  if (!args.flag('leave-out-unknown')) await requireKnown(database, header);
  const rows = await restoreBackup(database, source);
  await checkpoint(database);
  caller.print(`${rows} rows as of ${header.at}. Everybody signs in anew; devices read everything anew.`);
}

export const restore: CommandGroup = {
  name: 'restore',
  summary: 'Brings back what a file holds:',
  commands: [
    {
      place: 'stopped',
      words: ['restore'],
      summary: 'Replaces everything by what a backup holds; the service must be stopped.',
      details: [
        'The file is checked before anything is touched, and all of it is restored or nothing. Works from PGlite to',
        'PostgreSQL and back. People disabled since the backup may sign in again: look through "landfall people list".',
      ],
      operands: ['FILE'],
      options: {
        replace: { kind: 'flag', about: 'also where there are people and rows already: they are lost' },
        'leave-out-unknown': { kind: 'flag', about: 'without tables and columns that the definition does not have' },
      },
      async run(context, args) {
        const database = await openDatabase(context.settings, (error) => context.caller.note(String(error)));
        try {
          await restoreInto(database, context, args);
        } finally {
          await database.close();
        }
      },
    },
  ],
};
