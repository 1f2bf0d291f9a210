import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockDataFolder, type ProcessTable, systemProcesses } from '../../server/data-folder-lock.ts';
import { migrate } from '../../server/database/migrate.ts';
import { readSetting, writeSetting } from '../../server/database/setting.ts';
import { fillDemoData } from '../../server/demo/fill.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { openDataFolder } from '../../server/open-data-folder.ts';
import { readSettings } from '../../server/settings.ts';
import { StartFailure } from '../../server/start-failure.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock of the data folder', () => {
  const alive = new Map<number, string>();
  const processes = (ownPid: number): ProcessTable => ({
    ownPid,
    isAlive: (pid) => alive.has(pid),
    startMark: (pid) => alive.get(pid) ?? null,
  });
  beforeEach(() => {
    alive.clear();
    alive.set(10, 'a').set(20, 'b');
  });

  it('keeps a second process out, and lets it in after release', () => {
    const lock = lockDataFolder(folder, processes(10));
    expect(() => lockDataFolder(folder, processes(20))).toThrow(/in use by another Landfall \(process 10\)/);
    expect(() => lockDataFolder(folder, processes(20))).toThrow(StartFailure);
    lock.release();
    lockDataFolder(folder, processes(20)).release();
    expect(existsSync(join(folder, 'landfall.lock'))).toBe(false);
  });

  it('is taken over from a dead process, also when its number was given to another one', () => {
    lockDataFolder(folder, processes(10));
    alive.delete(10);
    lockDataFolder(folder, processes(20));
    alive.set(20, 'a later process with the same number');
    alive.set(30, 'c');
    const third = lockDataFolder(folder, processes(30));
    expect(() => lockDataFolder(folder, processes(20))).toThrow(StartFailure);
    third.release();
  });

  it('is not removed by its former holder once another has taken over', () => {
    const first = lockDataFolder(folder, processes(10));
    alive.delete(10);
    lockDataFolder(folder, processes(20));
    first.release();
    alive.set(10, 'a');
    expect(() => lockDataFolder(folder, processes(10))).toThrow(/process 20/);
  });

  it('knows this very process as alive, and refuses a folder that cannot be one', () => {
    lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(String(process.pid));
    expect(systemProcesses.isAlive(2 ** 22 + 1)).toBe(false);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => lockDataFolder(file)).toThrow(/cannot be used/);
  });
});

describe('the database folder', () => {
  it('keeps its data, key and epoch over restarts; a lower transaction counter makes a new epoch', async () => {
    const first = await openDataFolder(folder);
    const identity = await migrate(first, demoTables);
    expect(await fillDemoData(first, 0.002, () => {})).toBe(true);
    await first.close();
    const second = await openDataFolder(folder);
    expect(await migrate(second, demoTables)).toEqual(identity);
    expect(await fillDemoData(second, 0.002, () => {})).toBe(false);
    expect(await second.query('select count(*)::int as rows from account')).toEqual([{ rows: 10 }]);
    // As after a restore into a cluster that has seen fewer transactions.
    await second.query("insert into landfall_tombstone values ('account', gen_random_uuid(), '99999999', now())");
    expect((await migrate(second, demoTables)).epoch).not.toBe(identity.epoch);
    await writeSetting(second, 'schema', '999');
    await expect(migrate(second, demoTables)).rejects.toThrow('its schema is 999, this one knows up to 3');
    expect(await readSetting(second, 'demo')).toBe('0.002');
    await second.close();
  });

  it('that cannot be opened is one clear line', async () => {
    writeFileSync(join(folder, 'pglite'), 'not a folder');
    await expect(openDataFolder(folder)).rejects.toThrow(/^The database in .* cannot be opened: /);
  });
});

describe('settings', () => {
  const read = (env: Record<string, string>, args: readonly string[] = []) => readSettings(env, args, '/app');

  it('have defaults', () => {
    expect(read({})).toMatchObject({
      port: 4280,
      host: '127.0.0.1',
      databaseUrl: null,
      databasePoolSize: 10,
      demoScale: 1,
      demoAccess: 'local',
      appFolder: '/app',
      environments: [{ id: 'demo', url: '/' }],
      appOrigins: [],
      hasLevers: false,
      metricsAccess: { kind: 'loopback' },
      logForm: 'readable',
      requestLines: 'none',
      stopSeconds: 10,
      isDev: false,
    });
    const token = 'a-token-of-some-length';
    expect(read({ LANDFALL_METRICS_TOKEN: token }).metricsAccess).toEqual({ kind: 'token', token });
    expect(read({ LANDFALL_METRICS_TOKEN: token, LANDFALL_METRICS: 'off' }).metricsAccess).toEqual({ kind: 'off' });
    expect(read({ LANDFALL_DEMO_SCALE: '0.02', LANDFALL_APP_ORIGINS: 'http://a.test:1, http://b.test' })).toMatchObject(
      {
        demoScale: 0.02,
        appOrigins: ['http://a.test:1', 'http://b.test'],
      },
    );
    expect(read({ LANDFALL_TABLES: '/tables.json' })).toMatchObject({
      tablesFile: '/tables.json',
      environments: [{ id: 'own', url: '/' }],
    });
    expect(read({ LANDFALL_LEVERS: 'true' }, ['--dev'])).toMatchObject({ hasLevers: false, isDev: true });
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '1e3' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://a:b@c/d' }, 'DATABASE_URL'],
    [{ LANDFALL_DATABASE_POOL: '0' }, 'LANDFALL_DATABASE_POOL'],
    [{ LANDFALL_DEMO_SCALE: '-1' }, 'LANDFALL_DEMO_SCALE'],
    [{ LANDFALL_DEMO_SCALE: '0' }, 'LANDFALL_DEMO_SCALE'],
    [{ LANDFALL_DEMO: '1' }, 'LANDFALL_DEMO'],
    [{ LANDFALL_ENVIRONMENTS: '{' }, 'LANDFALL_ENVIRONMENTS'],
    [{ LANDFALL_ENVIRONMENTS: '[]' }, 'LANDFALL_ENVIRONMENTS'],
    [
      { LANDFALL_ENVIRONMENTS: '[{"id":"a","name":"A","url":"ftp://x","dialect":"dataverse"}]' },
      'url of environment a',
    ],
    [{ LANDFALL_ENVIRONMENTS: '[{"id":"a","name":"A","url":"/","dialect":"x"}]' }, 'dialect of environment a'],
    [
      { LANDFALL_ENVIRONMENTS: '[{"id":"a","name":"A","url":"/","dialect":"odata-v4","signIn":"x"}]' },
      'signIn of environment a',
    ],
    [{ LANDFALL_METRICS: 'world' }, 'LANDFALL_METRICS'],
    [{ LANDFALL_METRICS_TOKEN: 'short' }, 'LANDFALL_METRICS_TOKEN'],
    [{ LANDFALL_LOG: 'xml' }, 'LANDFALL_LOG'],
    [{ LANDFALL_STOP_SECONDS: 'soon' }, 'LANDFALL_STOP_SECONDS'],
    [{ LANDFALL_APP_ORIGINS: 'https://a.test/path' }, 'LANDFALL_APP_ORIGINS'],
  ])('refuse %j with one clear line', (env, message) => {
    expect(() => read(env)).toThrow(StartFailure);
    expect(() => read(env)).toThrow(message);
  });
});
