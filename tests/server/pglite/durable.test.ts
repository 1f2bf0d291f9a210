import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openPgliteFolder } from '../../../server/database/pglite.ts';

const flushed = vi.hoisted(() => ({ count: 0 }));
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const fsyncSync = (descriptor: number): void => {
    flushed.count += 1;
    fs.fsyncSync(descriptor);
  };
  return { ...fs, fsyncSync };
});
vi.setConfig({ testTimeout: 120_000 });

it('every commit is flushed to the disk before it is answered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-durable-'));
  const database = await openPgliteFolder(join(folder, 'db'));
  await database.query('create table t (a int)');
  const before = flushed.count;
  for (let n = 0; n < 20; n++) await database.query('insert into t values ($1::int)', [n]);
  expect(flushed.count - before).toBeGreaterThanOrEqual(20);
  await database.close();
  rmSync(folder, { recursive: true });
});
