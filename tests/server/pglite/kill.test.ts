import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lastingPort } from '../../browsers/free-port.ts';
import { signInAt } from '../crash/data-client.ts';
import { createFollower } from '../crash/follower.ts';
import { killRounds } from '../crash/kill-rounds.ts';
import { buildService, type ProcessOptions, startProcess } from '../crash/service-process.ts';

const seed = process.env.LANDFALL_SEED ?? String(Date.now());
let built: ReturnType<typeof buildService>;
let folder: string;
let options: ProcessOptions;
beforeAll(async () => {
  built = buildService();
  folder = mkdtempSync(join(tmpdir(), 'landfall-kill-'));
  options = { main: built.main, port: await lastingPort(), env: { LANDFALL_DATA: folder } };
}, 120_000);
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(`kill -9 under load loses nothing acknowledged, and links and tokens stay right (LANDFALL_SEED=${seed})`, {
  timeout: 300_000,
}, async () => {
  expect(await killRounds([options], 4, seed)).toBeGreaterThan(60);
});

it('§5.2 a delta link given out after a refused write finds what is written after a kill', {
  timeout: 120_000,
}, async () => {
  const before = await startProcess(options);
  const client = await signInAt(before.url, 'dana');
  const follower = createFollower(client);
  const path = 'accounts(11111111-2222-4333-8444-555555555555)';
  await client.send(before.url, 'PATCH', path, { body: { name: 'before' } });
  // Rolled back, and nothing of it need be on the disk: after the kill its transaction's number is free again.
  const refused = { headers: { 'if-match': 'W/"1"' }, body: { name: 'refused' } };
  expect((await client.send(before.url, 'PATCH', path, refused)).status).toBe(412);
  await follower.catchUp(before.url);
  await before.kill();
  const after = await startProcess(options);
  expect((await client.send(after.url, 'PATCH', path, { body: { name: 'after' } })).status).toBe(204);
  await follower.catchUp(after.url);
  expect(follower.rows.get('11111111-2222-4333-8444-555555555555')).toMatch(/ after$/);
  await after.kill();
});
