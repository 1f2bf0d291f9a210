import { expect } from 'vitest';
import { randomFrom } from '../../../server/demo/random.ts';
import { type DataClient, signInAt } from './data-client.ts';
import { asReplica, createFollower, type Follower, readTable } from './follower.ts';
import { createLoad, type Load, writers } from './load.ts';
import { type ProcessOptions, type ServiceProcess, startProcess } from './service-process.ts';

/** Every acknowledged write is there and whole, and every replica equals the table once it has caught up. */
export async function expectNothingLost(at: {
  readonly url: string;
  readonly client: DataClient;
  readonly load: Load;
  readonly followers: readonly Follower[];
}): Promise<void> {
  const table = await readTable(at.client, at.url);
  expect(at.load.wrong(table)).toEqual([]);
  for (const follower of at.followers) {
    await follower.catchUp(at.url);
    expect(follower.rows).toEqual(asReplica(table));
  }
}

/** Writes and follows at one instance until it is gone, or `isOver`. */
async function workAt(url: string, own: readonly number[], load: Load, until: Until): Promise<void> {
  const write = async (writer: number): Promise<void> => {
    while (!until.isOver()) {
      if ((await load.write(writer, url)) !== 'acknowledged') return;
      until.acknowledged();
    }
  };
  await Promise.all(own.map(write));
}
type Until = { readonly isOver: () => boolean; readonly acknowledged: () => void };

async function followUntilGone(follower: Follower, url: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const state = await follower.step(url).catch(() => null);
    if (state === null) return;
  }
}

/**
 * Instances of the service on one database, under concurrent writers. In each round one of them gets SIGKILL when a
 * number of writes has been acknowledged, in the middle of all others, and is started again. Tokens, next links and
 * delta links that were given out before go on being used.
 */
export async function killRounds(instances: readonly ProcessOptions[], rounds: number, seed: string): Promise<number> {
  const random = randomFrom(seed);
  const running: ServiceProcess[] = await Promise.all(instances.map(startProcess));
  const urls = running.map(({ url }) => url);
  try {
    const client = await signInAt(urls[0] ?? '', 'dana');
    const load = createLoad(client, seed);
    const idle = createFollower(client);
    await idle.catchUp(urls[0] ?? '');
    for (let round = 0; round < rounds; round++) {
      const victim = round % running.length;
      const victimUrl = urls[victim] ?? '';
      const halfway = createFollower(client);
      await halfway.step(victimUrl);
      const busy = createFollower(client);
      const killAt = load.acknowledged() + 15 + random.below(45);
      // Where others survive, they work on for a while.
      const endAt = killAt + (running.length > 1 ? 30 : 0);
      let killed: Promise<void> | null = null;
      const isOver = (): boolean => load.acknowledged() >= endAt;
      const acknowledged = (): void => {
        if (load.acknowledged() >= killAt) killed ??= running[victim]?.kill() ?? null;
      };
      const ownOf = (at: number): readonly number[] =>
        Array.from({ length: writers }, (_, writer) => writer).filter((writer) => writer % running.length === at);
      await Promise.all([
        ...urls.map((url, at) => workAt(url, ownOf(at), load, { isOver, acknowledged })),
        followUntilGone(busy, victimUrl, () => killed !== null),
      ]);
      await killed;
      const options = instances[victim];
      if (options !== undefined) running[victim] = await startProcess(options);
      const verifier = urls[(victim + 1) % urls.length] ?? '';
      await expectNothingLost({ url: verifier, client, load, followers: [idle, halfway, busy] });
    }
    return load.acknowledged();
  } finally {
    await Promise.all(running.map((one) => one.kill()));
  }
}
