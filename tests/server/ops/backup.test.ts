import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackupSource, readBackup, verifyBackup } from '../../../server/backup/read-backup.ts';
import { findUnknown, isUnused, requireSameSchema, restoreBackup } from '../../../server/backup/restore-backup.ts';
import { readStoredTables } from '../../../server/backup/stored-tables.ts';
import { writeBackup } from '../../../server/backup/write-backup.ts';
import type { Database } from '../../../server/database/database.ts';
import { migrate, renewEpoch } from '../../../server/database/migrate.ts';
import { openPgliteMemory } from '../../../server/database/pglite.ts';
import { sqlName } from '../../../server/database/sql-name.ts';
import { demoTables } from '../../../server/demo/tables/demo-tables.ts';
import { errorOf, openService, readAll, type SignedIn, type TestService } from '../service-fixture.ts';
import { openTestDatabase } from '../test-database.ts';
import { type MemoryFile, memoryFile, sourceOf, sourceOfLines } from './memory-file.ts';

const tracked = { prefer: 'odata.track-changes' };
const kept = 'accounts(11111111-2222-4333-8444-555555555555)';
const changed = 'accounts(22222222-2222-4333-8444-555555555555)';
const late = 'accounts(33333333-2222-4333-8444-555555555555)';

async function backupOf(database: Database): Promise<MemoryFile> {
  const file = memoryFile();
  await writeBackup(database, file, () => Date.parse('2026-01-02T03:04:05Z'));
  return file;
}

/** Everything that is kept, as text, but for what a restore is to change. */
async function contentOf(database: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const content = new Map<string, readonly string[]>();
  for (const { name, columns } of await readStoredTables(database)) {
    if (name === 'landfall_security') continue;
    const cells = columns.map((column) => `${sqlName(column.name)}::text`).join(', ');
    const only = name === 'landfall_setting' ? "where name not in ('epoch', 'key')" : '';
    const rows = await database.query(`select array[${cells}]::text as line from ${sqlName(name)} ${only}`);
    content.set(name, rows.map(({ line }) => String(line)).toSorted());
  }
  return content;
}

async function replace(database: Database, source: BackupSource): Promise<void> {
  await verifyBackup(source);
  await restoreBackup(database, source);
}

describe('backup, more writes, restore', () => {
  let service: TestService;
  let dana: SignedIn;
  let file: MemoryFile;
  let before: ReadonlyMap<string, readonly string[]>;
  let oldLink: string;
  const etags = new Map<string, string>();

  beforeAll(async () => {
    service = await openService({ scale: 0.002 });
    dana = await service.as('dana');
    for (const row of [kept, changed]) {
      await dana.send('PATCH', row, { body: { name: 'as of the backup \u0001 "quoted" \\ ü 😀\nsecond line' } });
    }
    etags.set('kept', String((await dana.get(kept)).headers.get('etag')));
    oldLink = String((await readAll(dana, 'accounts', tracked)).deltaLink);
    before = await contentOf(service.database);
    file = await backupOf(service.database);

    await dana.send('PATCH', changed, { body: { name: 'lost' } });
    etags.set('changed', String((await dana.get(changed)).headers.get('etag')));
    await dana.send('PATCH', late, { body: { name: 'born late' } });
    etags.set('late', String((await dana.get(late)).headers.get('etag')));
    await service.database.query("update systemuser set isdisabled = true where domainname = 'tom'");
    expect((await dana.get(oldLink)).status).toBe(200);
    await replace(service.database, file.source);
  });
  afterAll(() => service.close());

  it('brings back every row and person as they were, in a service that goes on running', async () => {
    expect(await contentOf(service.database)).toEqual(before);
    const again = await service.as('tom');
    expect((await again.get('accounts?$top=1')).status).toBe(200);
  });

  it('§5.2 a new epoch: old delta links and next links are 410, a new read starts afresh', async () => {
    const again = await service.as('dana');
    expect(errorOf(await again.get(oldLink))).toMatchObject({ status: 410, code: '0x80044352' });
    const { deltaLink } = await readAll(again, 'accounts', tracked);
    await again.send('PATCH', kept, { body: { description: 'after' } });
    const delta = await again.get(String(deltaLink));
    expect((delta.body.value as unknown[]).length).toBe(1);
    etags.set('kept', String((await again.get(kept)).headers.get('etag')));
  });

  it('tokens given out before are void: the key is a new one, and none is in the file', async () => {
    expect((await dana.get('accounts?$top=1')).status).toBe(401);
    const [row] = await service.database.query("select value from landfall_setting where name = 'key'");
    const all = file.lines().join('\n');
    expect(all).toContain('as of the backup');
    expect(all).not.toContain(String(row?.value));
    expect(all).not.toMatch(/\["(key|epoch)",/);
  });

  it('§2.4 an ETag given out since the backup fits nothing; one from before fits the same content', async () => {
    const again = await service.as('dana');
    const change = (row: string, etag: string | undefined) =>
      again.send('PATCH', row, { headers: { 'if-match': String(etag) }, body: { description: 'x' } });
    expect((await change(changed, etags.get('changed'))).status).toBe(412);
    expect((await change(late, etags.get('late'))).status).toBe(404);
    expect((await change(kept, etags.get('kept'))).status).toBe(204);
    // No version comes twice, however many were given out in what is lost.
    const lost = BigInt(String(etags.get('late')).replaceAll(/\D/g, ''));
    await again.send('PATCH', late, { body: { name: 'another' } });
    const next = BigInt(String((await again.get(late)).headers.get('etag')).replaceAll(/\D/g, ''));
    expect(next > lost + 10n ** 12n).toBe(true);
    expect(next < 2n ** 53n).toBe(true);
  });

  it('a second life of the same backup gives out no version of the first one', async () => {
    const versionOf = async (database: Database): Promise<bigint> => {
      const [row] = await database.query("select nextval('landfall_row_version') as next");
      return BigInt(String(row?.next));
    };
    const first = await versionOf(service.database);
    const { database: other } = await openPgliteMemory();
    await migrate(other, demoTables);
    await replace(other, file.source);
    expect(await versionOf(other)).toBeGreaterThan(first);
    await other.close();
  });
});

describe('a backup', () => {
  let database: Database;
  let file: MemoryFile;
  let content: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    const service = await openService({ scale: 0.002 });
    database = service.database;
    file = await backupOf(database);
    content = await contentOf(database);
  });
  afterAll(() => database.close());

  it('goes from one kind of database to the other and back, and is then the same again', async () => {
    const { database: pglite } = await openPgliteMemory();
    await migrate(pglite, demoTables);
    expect(await isUnused(pglite)).toBe(true);
    await replace(pglite, file.source);
    expect(await isUnused(pglite)).toBe(false);
    expect(await contentOf(pglite)).toEqual(content);
    const back = await openTestDatabase('schema only', async (fresh) => void (await migrate(fresh, demoTables)));
    await replace(back, (await backupOf(pglite)).source);
    expect(await contentOf(back)).toEqual(content);
    // Triggers are on again: a change is stamped, a removal noted.
    const [row] = await back.query(
      "update account set name = 'x' where accountid = (select accountid from account limit 1) returning ver > 1000000000000 as is_new",
    );
    expect(row).toEqual({ is_new: true });
    await back.query('delete from bookableresourcebooking where true');
    await pglite.close();
    await back.close();
  });

  it('leaves nothing open when its file cannot be written, and the database works on', async () => {
    const full = { ...memoryFile(), write: () => Promise.reject(new Error('the disk is full')) };
    await expect(writeBackup(database, full, Date.now)).rejects.toThrow('the disk is full');
    expect((await backupOf(database)).lines()).toEqual(file.lines());
  });

  it('is refused if anything of it is not as it was written, and nothing is touched', async () => {
    const bytes = file.bytes();
    const lines = file.lines();
    const row = lines.findIndex((line) => line.startsWith('["') && line.includes('demo'));
    const flipped = Buffer.from(bytes);
    flipped[Math.floor(bytes.length / 2)] = (flipped[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    const without = (at: number): BackupSource => sourceOfLines(lines.filter((_, other) => other !== at));
    const wrong: Readonly<Record<string, BackupSource>> = {
      empty: sourceOf(Buffer.alloc(0)),
      'no gzip': sourceOf(Buffer.from('PGDMP')),
      'cut off': sourceOf(bytes.subarray(0, bytes.length - 20)),
      'cut in half': sourceOf(bytes.subarray(0, bytes.length / 2)),
      'one bit turned': sourceOf(flipped),
      'a row missing': without(row),
      'its end missing': without(lines.length - 1),
      'its beginning missing': without(0),
      'a row changed': sourceOfLines(lines.map((line, at) => (at === row ? line.replace('demo', 'oops') : line))),
      'a row too long': sourceOfLines(lines.map((line, at) => (at === row ? '["a","b","c"]' : line))),
      'two joined': sourceOfLines([...lines, ...lines]),
      'another text': sourceOfLines(['{"kind":"something else"}']),
    };
    for (const [name, source] of Object.entries(wrong)) {
      await expect(verifyBackup(source), name).rejects.toThrow(/not a whole backup/);
      await expect(restoreBackup(database, source), name).rejects.toThrow();
    }
    expect(await contentOf(database)).toEqual(content);
  });

  it('of another format or schema is refused with what to do', async () => {
    const [first = '', ...rest] = file.lines();
    const as = (change: object): BackupSource => {
      const all = [JSON.stringify({ ...JSON.parse(first), ...change }), ...rest.slice(0, -1)];
      const sha256 = createHash('sha256')
        .update(`${all.join('\n')}\n`)
        .digest('hex');
      return sourceOfLines([...all, JSON.stringify({ ...JSON.parse(rest.at(-1) ?? ''), sha256 })]);
    };
    await expect(verifyBackup(as({ format: 99 }))).rejects.toThrow(/has the format 99; this Landfall reads format 1/);
    const other = await verifyBackup(as({ schema: 99 }));
    expect(() => requireSameSchema(other)).toThrow(/made on schema 99; .* Restore it with the version that made it/);
    expect(() => requireSameSchema(JSON.parse(first))).not.toThrow();
  });

  it('tells what the definition does not have', async () => {
    const stored = await readStoredTables(database);
    const header = await verifyBackup(file.source);
    expect(findUnknown(header, stored)).toEqual({ tables: [], columns: [] });
    const fewer = stored
      .filter(({ name }) => name !== 'contact')
      .map((table) => ({ ...table, columns: table.columns.filter(({ name }) => name !== 'fax') }));
    expect(findUnknown(header, fewer)).toMatchObject({ tables: ['contact'] });
  });

  it('ends in the middle of a restore with the former data whole', async () => {
    const broken: BackupSource = async function* () {
      let sent = 0;
      for await (const chunk of file.source()) {
        sent += chunk.length;
        if (sent > file.bytes().length / 2) throw new Error('pulled out');
        yield chunk;
      }
    };
    await expect(restoreBackup(database, broken)).rejects.toThrow();
    expect(await contentOf(database)).toEqual(content);
    await database.query('update account set name = name where accountid = (select accountid from account limit 1)');
  });

  it('holds each part once and in the order of the header', async () => {
    const tables: string[] = [];
    for await (const part of readBackup(file.source)) {
      if (part.kind === 'row' && tables.at(-1) !== part.table.name) tables.push(part.table.name);
    }
    expect(new Set(tables).size).toBe(tables.length);
    expect(tables).toContain('teammembership');
    expect(tables).not.toContain('landfall_tombstone');
  });
});

describe('landfall epoch renew', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await openService({ scale: 0.002 });
  });

  it('voids links and raises versions while the service runs; people stay signed in', async () => {
    const dana = await service.as('dana');
    const { deltaLink } = await readAll(dana, 'accounts', tracked);
    await service.database.tx((tx) => renewEpoch(tx));
    expect((await dana.get(String(deltaLink))).status).toBe(410);
    expect((await dana.get('accounts?$top=1')).status).toBe(200);
    await dana.send('PATCH', kept, { body: { name: 'x' } });
    expect(String((await dana.get(kept)).headers.get('etag'))).toMatch(/^W\/"\d{16}"$/);
    await service.close();
  });
});
