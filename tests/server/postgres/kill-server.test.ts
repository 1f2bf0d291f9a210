import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastingPort } from '../../browsers/free-port.ts';
import { type DataClient, signInAt } from '../crash/data-client.ts';
import { createFollower } from '../crash/follower.ts';
import { expectNothingLost } from '../crash/kill-rounds.ts';
import { createLoad, type Load, writers } from '../crash/load.ts';
import { buildService, type ServiceProcess, startProcess } from '../crash/service-process.ts';
import { type Cluster, startCluster } from './cluster.ts';

const seed = process.env.LANDFALL_SEED ?? String(Date.now());
const path = 'accounts(11111111-2222-4333-8444-555555555555)';
let built: ReturnType<typeof buildService>;
let cluster: Cluster;
let service: ServiceProcess;
let client: DataClient;

beforeAll(async () => {
  built = buildService();
  // What no commit flushes stays in memory for long, and is lost with it.
  cluster = await startCluster(['wal_writer_delay=10s', 'wal_writer_flush_after=256MB', 'shared_buffers=32MB']);
  const env = { DATABASE_URL: cluster.url('postgres') };
  service = await startProcess({ main: built.main, port: await lastingPort(), env });
  client = await signInAt(service.url, 'dana');
}, 120_000);
afterAll(async () => {
  await service.kill();
  await cluster.remove();
  built.remove();
});

/** Writes on through the outage; the service itself never fails to answer. */
async function writeThrough(load: Load, writer: number, progress: Progress): Promise<void> {
  while (!progress.isOver()) {
    const outcome = await load.write(writer, service.url);
    if (outcome === 'lost') throw new Error('the service gave no answer');
    if (outcome === 'acknowledged') progress.acknowledged();
    // What Retry-After asks for, in small.
    else await setTimeout(20);
  }
}
type Progress = { readonly isOver: () => boolean; readonly acknowledged: () => void };

async function expectUnavailable(): Promise<void> {
  for (const [method, at, sent] of [
    ['GET', 'accounts?$top=1', {}],
    ['GET', path, {}],
    ['PATCH', path, { body: { name: 'out of reach' } }],
    ['DELETE', path, {}],
  ] as const) {
    const answered = await client.send(service.url, method, at, sent);
    expect([answered.status, answered.headers.get('retry-after')]).toEqual([503, '5']);
  }
}

describe(`a PostgreSQL server that is killed under load (LANDFALL_SEED=${seed})`, { timeout: 300_000 }, () => {
  it.each([
    [1, 'immediate'],
    [2, 'SIGKILL'],
    [3, 'immediate'],
    [4, 'SIGKILL'],
  ] as const)(
    'round %i, %s: 503 meanwhile, the service goes on by itself, nothing acknowledged is lost',
    async (round, how) => {
      const load = createLoad(client, `${seed} ${round}`);
      const idle = createFollower(client);
      await idle.catchUp(service.url);
      const halfway = createFollower(client);
      await halfway.step(service.url);
      let endAt = Number.POSITIVE_INFINITY;
      let outage: Promise<void> | null = null;
      const breakAndMend = async (): Promise<void> => {
        try {
          await cluster.crash(how);
          await expectUnavailable();
          await cluster.start();
        } finally {
          endAt = load.acknowledged() + 40;
        }
      };
      const progress = {
        isOver: () => load.acknowledged() >= endAt,
        acknowledged: () => {
          if (load.acknowledged() >= 60) outage ??= breakAndMend();
        },
      };
      await Promise.all(Array.from({ length: writers }, (_, writer) => writeThrough(load, writer, progress)));
      await outage;
      await expectNothingLost({ url: service.url, client, load, followers: [idle, halfway] });
    },
  );

  it('§5.2 a delta link given out after a refused write finds what is written after a crash', async () => {
    const follower = createFollower(client);
    await client.send(service.url, 'PATCH', path, { body: { name: 'before' } });
    const refused = { headers: { 'if-match': 'W/"1"' }, body: { name: 'refused' } };
    for (let count = 0; count < 3; count++) {
      expect((await client.send(service.url, 'PATCH', path, refused)).status).toBe(412);
    }
    await follower.catchUp(service.url);
    await cluster.crash('SIGKILL');
    await cluster.start();
    let status = 503;
    while (status === 503) ({ status } = await client.send(service.url, 'PATCH', path, { body: { name: 'after' } }));
    expect(status).toBe(204);
    await follower.catchUp(service.url);
    expect(follower.rows.get('11111111-2222-4333-8444-555555555555')).toMatch(/ after$/);
  });
});
