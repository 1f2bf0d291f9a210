import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCaller } from '../../../server/admin/local-caller.ts';
import { lockDataFolder } from '../../../server/data-folder-lock.ts';
import { openDataFolder } from '../../../server/open-data-folder.ts';
import { keepPrivate } from '../../../server/private-folder.ts';

let folder: string;
let warnings: string[];
const warn = (line: string): void => void warnings.push(line);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-private-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

describe.skipIf(process.platform === 'win32')('other users of the machine', () => {
  it('are kept out of a new data folder, whatever the umask', { timeout: 60_000 }, async () => {
    const data = join(folder, 'new', 'data');
    const lock = lockDataFolder(data);
    const database = await openDataFolder(data);
    await database.close();
    lock.release();
    expect([modeOf(data), modeOf(join(data, 'pglite'))]).toEqual(['700', '700']);
    expect(existsSync(join(data, 'pglite.new'))).toBe(false);
  });

  it('are shut out of one that is open, at every start', () => {
    for (const name of ['', 'pglite', 'pglite.new']) {
      mkdirSync(join(folder, name), { recursive: true });
      chmodSync(join(folder, name), 0o755);
    }
    keepPrivate(folder, { warn });
    for (const name of ['', 'pglite', 'pglite.new']) expect(modeOf(join(folder, name))).toBe('700');
    expect(warnings).toEqual([]);
  });

  it('are told of in one line each where they cannot be', () => {
    mkdirSync(join(folder, 'pglite'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'pglite'), 0o750);
    const refuse = (): never => {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    };
    keepPrivate(folder, { warn, setMode: refuse });
    expect(warnings).toEqual([
      expect.stringMatching(/^\S+ is open to other users .*mode is 755 .*\(EPERM\).*LANDFALL_DATA\.$/),
      expect.stringMatching(/pglite is open to other users .*mode is 750 .*\(EPERM\)/),
    ]);
    warnings = [];
    // As a file system that has no modes.
    keepPrivate(folder, { warn, setMode: () => {} });
    expect(warnings).toHaveLength(2);
  });

  it('keep a folder that is everybody’s, as /tmp, and not the database in it', () => {
    mkdirSync(join(folder, 'pglite'));
    chmodSync(folder, 0o1777);
    chmodSync(join(folder, 'pglite'), 0o777);
    keepPrivate(folder, { warn });
    expect([modeOf(folder), modeOf(join(folder, 'pglite'))]).toEqual(['1777', '700']);
    expect(warnings).toEqual([expect.stringContaining('everybody')]);
  });

  it('cannot read a backup or export, nor by a half one that they made before', async () => {
    const path = join(folder, 'all.backup');
    writeFileSync(`${path}.part`, '');
    chmodSync(`${path}.part`, 0o666);
    const file = await localCaller.createFile(path);
    await file.write(Buffer.from('x'));
    await file.finish();
    expect(modeOf(path)).toBe('600');
  });
});
