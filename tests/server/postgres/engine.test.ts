import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedLimits } from '../../../server/protection/protection-limits.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import { needsPerson } from '../../../src/core/sendable.ts';
import { createSeededRandom } from '../../fakes/random.ts';
import { wake } from '../../sync/device.ts';
import { openService, readAll, type SignedIn, type TestService } from '../service-fixture.ts';
import { EngineDevice } from './engine-device.ts';

const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 1_000_000);
const random = createSeededRandom(seed);
const upTo = (count: number) => Math.floor(random.fraction() * count);

/** The columns that devices and writers change, each at its own rate: some edits merge, some meet. */
const columns = ['firstname', 'jobtitle', 'emailaddress1'] as const;
const rounds = Number(process.env.LANDFALL_ROUNDS ?? '12');

let service: TestService;
let writer: SignedIn;
let devices: readonly EngineDevice[];
/** Changes that a person sent once more, over another's. */
const retries = new Map<string, number>();
/** Rows that a person sent once more, perhaps created anew. */
const keptMine = new Set<string>();

beforeAll(async () => {
  const protection = { ...documentedLimits, requests: 10_000_000, seconds: 10_000_000 };
  service = await openService({ scale: 0.01, protection });
  await keepBooks();
  writer = await service.as('dana');
  const people = ['dana', 'dana', 'tom'];
  devices = await Promise.all(
    people.map((name, number) => EngineDevice.signIn(service, name, createSeededRandom(seed + number + 1))),
  );
});
afterAll(() => service?.close());

/** Writes down what happens to contacts, whoever does it: the bookkeeping shares nothing with engine or service. */
async function keepBooks(): Promise<void> {
  const { database } = service;
  await database.query('create table book (what text, key text, before jsonb, after jsonb)');
  await database.query(`create function keep_book() returns trigger language plpgsql as $$ begin
    insert into book values (tg_op, coalesce(new.contactid, old.contactid)::text, to_jsonb(old), to_jsonb(new));
    return null; end $$`);
  await database.query(
    'create trigger book after insert or update or delete on contact for each row execute function keep_book()',
  );
}

/** How often the service came to be as a change wanted. Values of devices' edits are unlike any others. */
async function timesApplied({ kind, key, values }: Delivery): Promise<number> {
  const [column, value] = Object.entries(values)[0] ?? [];
  const what = kind === 'create' ? 'INSERT' : 'UPDATE';
  const changed =
    kind === 'update'
      ? 'and after ->> $3 = $4 and before ->> $3 is distinct from $4'
      : 'and $3::text is null and $4::text is null';
  const parameters = kind === 'update' ? [column ?? '', String(value)] : [null, null];
  const [row] = await service.database.query(
    `select count(*) as times from book where what = $1 and key = $2 ${changed}`,
    [what, key, ...parameters],
  );
  return Number(row?.times);
}

async function contactKeys(): Promise<readonly string[]> {
  const { rows } = await readAll(writer, 'contacts?$select=contactid');
  return rows.map(({ contactid }) => String(contactid));
}

/** Somebody else, elsewhere: changes, deletes and makes contacts while devices pull and push. */
async function write(times: number): Promise<void> {
  const keys = await contactKeys();
  for (let n = 0; n < times; n += 1) {
    const key = keys[upTo(keys.length)];
    const what = upTo(10);
    if (what === 0) await writer.send('DELETE', `contacts(${key})`);
    else if (what === 1) await writer.send('POST', 'contacts', { body: { fullname: `Writer ${n}` } });
    else
      await writer.send('PATCH', `contacts(${key})`, { body: { [columns[upTo(3)] ?? 'jobtitle']: `w${upTo(1_000)}` } });
  }
}

async function live(device: EngineDevice): Promise<void> {
  for (let n = 0; n < 4; n += 1) await device.editSomething(columns, upTo);
  await wake(device.parts, 'edit');
}

/** What a person has to decide is decided, one way or another, until nothing waits. */
async function settle(device: EngineDevice): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    await wake(device.parts, 'sync now');
    const outbox = await device.parts.store.outbox();
    if (outbox.length === 0) return;
    for (const change of outbox.filter(needsPerson)) {
      const kind = upTo(2) === 0 ? 'retry' : 'drop';
      if (kind === 'retry') {
        retries.set(change.id, (retries.get(change.id) ?? 0) + 1);
        keptMine.add(change.key);
      }
      await device.parts.store.commitDecision(change.id, { kind });
    }
  }
  throw new Error(`still in the outbox: ${JSON.stringify(await device.parts.store.outbox())}`);
}

describe(`the engine against the service on PostgreSQL (LANDFALL_SEED=${seed})`, () => {
  it('keeps every promise while others write at the same time and answers are lost', async () => {
    for (const device of devices) expect(await wake(device.parts)).toMatchObject({ kind: 'ran', end: 'finished' });
    for (const device of devices) device.losesAnswers = true;
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([write(8), write(8), ...devices.map(live)]);
    }
    for (const device of devices) device.losesAnswers = false;
    for (const device of devices) await settle(device);
    // One device's last changes are news to the others.
    for (const device of devices) await wake(device.parts, 'sync now');

    expect(devices.reduce((sum, { answersLost }) => sum + answersLost, 0)).toBeGreaterThan(0);
    for (const device of devices) {
      for (const table of await device.parts.store.tables()) {
        const there = await device.rowsThere(table);
        expect([table.name, await device.rowsHere(table)]).toEqual([table.name, there]);
      }
    }
    const left = new Set(await contactKeys());
    const all = await Promise.all(devices.map(async ({ parts }) => (await parts.store.facts()).deliveries));
    for (const delivery of all.flat()) {
      const what = `${delivery.kind} ${delivery.key} ${JSON.stringify(delivery.values)}`;
      // Of a row that was never there, or that others deleted first, only this can be said.
      if (delivery.kind === 'delete') {
        expect(left.has(delivery.key) && !keptMine.has(delivery.key), what).toBe(false);
        continue;
      }
      const times = await timesApplied(delivery);
      expect(times, what).toBeGreaterThan(0);
      // A person who keeps theirs over another's change applies it once more.
      expect(times, what).toBeLessThanOrEqual(1 + (retries.get(delivery.id) ?? 0));
    }
  }, 300_000);
});
