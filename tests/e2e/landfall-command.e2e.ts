import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { landfall } from './support/landfall.ts';
import { type Service, startService } from './support/service.ts';

async function signIn(service: Service, name: string, password: string): Promise<string | number> {
  const answered = await fetch(`${service.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return answered.ok ? String((await answered.json()).token) : answered.status;
}

async function read(service: Service, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${service.url}/api/data/v9.2/WhoAmI`, { headers })).status;
}

describe('the command landfall', () => {
  let service: Service;
  const folders: string[] = [];
  const emptyFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'landfall-command-'));
    folders.push(folder);
    return folder;
  };
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => {
    await service.remove();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const run = (...words: readonly string[]) => landfall({ dataFolder: service.dataFolder }, ...words);

  test('changes people of a running service, which knows at the next request', async () => {
    const given = { dataFolder: service.dataFolder, stdin: 'correct horse battery\n' };
    const added = await landfall(given, 'people', 'add', 'ann', '--role', 'Reader', '--password-stdin');
    expect(added).toEqual({ code: 0, out: 'ann may sign in.\n', err: '' });
    const token = String(await signIn(service, 'ann', 'correct horse battery'));
    expect(await read(service, token)).toBe(200);
    expect(await run('people', 'disable', 'ann')).toMatchObject({ code: 0 });
    expect(await read(service, token)).toBe(401);
    expect(await signIn(service, 'ann', 'correct horse battery')).toBe(401);
    expect((await run('people', 'list')).out).toMatch(/^ann .* disabled$/m);
  });

  test('is refused in one line with exit code 1, misused with 2; the service goes on', async () => {
    const refused = await run('people', 'disable', 'nobody');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^There is no person who signs in as "nobody"\..*\n$/);
    expect(await run('people', 'dance')).toMatchObject({ code: 2, out: '' });
    // There is no terminal here to ask at.
    expect((await run('people', 'password', 'dana')).err).toMatch(/--password-stdin\.\n$/);
    expect(await signIn(service, 'dana', 'dana-landfall')).toMatch(/\w/);
  });

  test('is not to be reached but by the user of the service', async () => {
    const control = join(service.dataFolder, 'control');
    expect(statSync(control).mode & 0o777).toBe(0o700);
    expect(statSync(join(control, 'socket')).mode & 0o777).toBe(0o600);
    const { out } = await run('people', 'list');
    await service.stop();
    expect(existsSync(join(control, 'socket'))).toBe(false);
    // Nobody listens: the same from the folder itself; also after the service was killed, whose socket is still there.
    expect((await run('people', 'list')).out).toBe(out);
    await service.start();
    await service.kill();
    expect(existsSync(join(control, 'socket'))).toBe(true);
    expect((await run('people', 'list')).out).toBe(out);
    await service.start();
    expect((await run('people', 'list')).out).toBe(out);
  });

  test("makes a database of one's own people where there is none, into which no demo data come", async () => {
    const dataFolder = emptyFolder();
    const program = ['npx', 'landfall'] as const;
    const given = { dataFolder, program, stdin: 'correct horse battery' };
    const words = ['people', 'add', 'ann', '--role', 'System Administrator', '--password-stdin'];
    expect(await landfall(given, ...words)).toMatchObject({ code: 0, out: 'ann may sign in.\n' });
    const own = await startService({ dataFolder });
    try {
      expect(own.output).not.toContain('dana');
      expect(await signIn(own, 'dana', 'dana-landfall')).toBe(401);
      expect(await signIn(own, 'ann', 'correct horse battery')).toMatch(/\w/);
    } finally {
      await own.stop();
    }
  });
});
