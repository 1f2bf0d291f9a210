import { expect, it } from 'vitest';
import { writeBackup } from '../../../server/backup/write-backup.ts';
import type { Database } from '../../../server/database/database.ts';
import { memoryFile } from '../ops/memory-file.ts';
import { openService } from '../service-fixture.ts';

it('a backup is one moment: what is committed while it is written is not in it, and nobody waits', async () => {
  const service = await openService({ scale: 0.002 });
  const { database } = service;
  let isFirst = true;
  // Between the first portion of the first table and all that follows.
  const watched: Database = {
    ...database,
    tx: (fn) =>
      database.tx((tx) =>
        fn({
          async query(sql, params) {
            const rows = await tx.query(sql, params);
            if (isFirst && sql.startsWith('fetch')) {
              isFirst = false;
              await database.query("insert into landfall_setting values ('late', 'late')");
              await database.query('delete from bookableresourcebooking');
            }
            return rows;
          },
        }),
      ),
  };
  const [before] = await database.query('select count(*)::int as count from bookableresourcebooking');
  const file = memoryFile();
  await writeBackup(watched, file, Date.now);
  const lines = file.lines();
  expect(isFirst).toBe(false);
  expect(lines.some((line) => line.startsWith('["late"'))).toBe(false);
  const from = lines.indexOf('{"table":"bookableresourcebooking"}') + 1;
  const rows = lines.slice(from).findIndex((line) => !line.startsWith('['));
  expect(rows).toBe(before?.count);
  await service.close();
});
