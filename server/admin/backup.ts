import { writeBackup } from '../backup/write-backup.ts';
import type { CommandGroup } from './command.ts';

export const backup: CommandGroup = {
  name: 'backup',
  summary: 'Keeps everything in a file:',
  commands: [
    {
      place: 'database',
      words: ['backup'],
      summary: 'Writes people, roles, settings and all rows as of one moment.',
      details: [
        'The service may run. On PostgreSQL nobody waits for it; on PGlite, which has one connection, everybody does.',
        'The file holds all data and the hashes of passwords, not the key that sessions are signed with.',
      ],
      operands: ['FILE'],
      options: {},
      async run({ database, caller, now }, args) {
        const path = args.operand('FILE');
        const file = await caller.createFile(path);
        try {
          const { rows, tables } = await writeBackup(database, file, now);
          await file.finish();
          caller.print(`${path}: ${rows} rows of ${tables} tables`);
        } finally {
          await file.discard();
        }
      },
    },
  ],
};
