import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from '../src/auth/sign-in.ts';
import type { ChangeId } from '../src/core/change.ts';
import type { RowKey } from '../src/core/row.ts';
import type { Environment } from '../src/core/session.ts';
import { dialectFor } from '../src/service/dialects/dialect-for.ts';
import type { Fetcher } from '../src/service/fetcher.ts';
import { createODataClient } from '../src/service/odata-client.ts';
import { MemoryStore } from '../src/storage/memory-store.ts';
import type { SyncParts } from '../src/sync/parts.ts';
import { createPushPace } from '../src/sync/push-pace.ts';
import { runWake } from '../src/sync/run-wake.ts';
import { freePort } from '../tests/browsers/free-port.ts';
import { createLockSpace } from '../tests/fakes/locks.ts';
import { createSeededRandom } from '../tests/fakes/random.ts';
import { buildService, startProcess } from '../tests/server/crash/service-process.ts';
import { type Figure, figure } from './figure.ts';

const edits = 1_000;
const never = new AbortController().signal;
const clock = { now: Date.now };
const timers = {
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** How the changes go: as the engine does it, as it does with a service that takes no batch, or as plainly as can be. */
type Way = 'in batches' | 'one request each, 4 at once' | 'one request each, one after the other';

const ways: readonly Way[] = ['in batches', 'one request each, 4 at once', 'one request each, one after the other'];

interface Trial {
  readonly requests: number;
  readonly seconds: number;
}

/** 1,000 queued creates, pushed by the whole engine to the service as it is built, over loopback with more latency. */
export async function measurePush(): Promise<readonly Figure[]> {
  const built = buildService();
  const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
  const service = await startProcess({ main: built.main, port: await freePort(), env: { LANDFALL_DATA: folder } });
  try {
    const figures: Figure[] = [];
    for (const latencyMs of [0, 50]) figures.push(...(await measureAt(`${service.url}/`, latencyMs)));
    return figures;
  } finally {
    await service.stop();
    built.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAt(url: string, latencyMs: number): Promise<readonly Figure[]> {
  const trials = new Map<Way, Trial>();
  for (const way of ways) trials.set(way, await pushAll({ url, latencyMs, way }));
  const batches = trials.get('in batches');
  return [...trials].flatMap(([way, { requests, seconds }]) => {
    const name = `pushing 1,000 edits at ${latencyMs} ms of latency, ${way}`;
    const ratio = batches === undefined ? Number.NaN : seconds / batches.seconds;
    const more = way === 'in batches' ? [] : [figure(`${name}: times as long as in batches`, '×', [ratio], 1)];
    return [figure(name, 's', [seconds], 1), figure(`${name}: requests`, '', [requests]), ...more];
  });
}

async function pushAll(at: { readonly url: string; readonly latencyMs: number; readonly way: Way }): Promise<Trial> {
  const environment: Environment = { id: 'demo', name: 'Demo', url: at.url, dialect: 'dataverse' };
  let requests = 0;
  let isCounting = false;
  const fetcher: Fetcher = async (url, init) => {
    if (isCounting) requests += 1;
    if (isCounting && at.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, at.latencyMs));
    return await fetch(url, init);
  };
  const signed = await signIn(environment, { name: 'dana', password: 'dana-landfall' }, fetcher, never);
  if (signed.kind !== 'signed in') throw new Error(signed.sentence);
  const random = createSeededRandom(Date.now());
  const hints = { send: () => {}, listen: () => () => {}, close: () => {} };
  const store = new MemoryStore({ name: 'bench', hints, newId: () => random.uuid(), locale: 'en' });
  const client = createODataClient({
    environment,
    dialect: dialectFor(environment, signed.person),
    fetcher,
    token: async () => signed.session.token,
    portionRows: 5_000,
    requestTimeoutMs: 60_000,
    clock,
    timers,
    knownTables: () => store.tables(),
  });
  const service =
    at.way === 'one request each, one after the other' ? { ...client, send: inTurn(client.send) } : client;
  const pace = { ...createPushPace(), canBatch: at.way === 'in batches' };
  const locks = createLockSpace().openContext();
  const network = { isSurelyOffline: () => false };
  const parts: SyncParts = { store, service, locks, network, clock, timers, random, pace };
  await wake(parts);
  for (let n = 0; n < edits; n += 1) await store.commitEdit(newContact(random.uuid(), n));
  isCounting = true;
  const beganMs = performance.now();
  let lastMs = beganMs;
  const commitAnswers = store.commitAnswers.bind(store);
  // What is pulled afterwards is no part of the push.
  store.commitAnswers = async (stamp, answers) => {
    await commitAnswers(stamp, answers);
    lastMs = performance.now();
    if ((await store.outbox()).length === 0) isCounting = false;
  };
  await wake(parts);
  if ((await store.outbox()).length > 0) throw new Error('not everything was sent');
  store.close();
  return { requests, seconds: (lastMs - beganMs) / 1000 };
}

function newContact(id: string, n: number) {
  return {
    id: id as ChangeId,
    kind: 'create',
    table: 'contact',
    key: id as RowKey,
    values: { fullname: `Bench ${n}` },
    oldValues: {},
    baseETag: null,
    references: [],
    savedAt: n,
  } as const;
}

async function wake(parts: SyncParts): Promise<void> {
  const beginning = { trigger: 'opened', host: 'data worker', isLastChance: false } as const;
  const request = { beginning, whenHeld: { kind: 'leave' }, signal: never, isNeeded: async () => true } as const;
  const result = await runWake(parts, request, 300_000);
  if (result.kind !== 'ran' || result.hindrance !== null) throw new Error(JSON.stringify(result));
}

/** Each call begins when the one before has ended. */
function inTurn<Input extends readonly unknown[], Output>(
  call: (...input: Input) => Promise<Output>,
): (...input: Input) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve();
  return (...input) => {
    const mine = last.then(() => call(...input));
    last = mine.catch(() => {});
    return mine;
  };
}
