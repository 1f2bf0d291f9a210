import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import type { StoreFacts } from '../../src/core/facts.ts';
import type { RowKey } from '../../src/core/row.ts';
import { createSeededRandom } from '../fakes/random.ts';
import type { PoorEffect } from '../poor-service/poor-service.ts';
import { baseRows, wake } from './device.ts';
import { expectedRows, PoorDevice, type Way } from './poor-device.ts';

/** FAST_CHECK_SEED replays; FAST_CHECK_RUNS lengthens. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.FAST_CHECK_RUNS ?? 12);

/** One device and other writers at the same rows, on a way that loses answers; everything follows from the seed. */
class History {
  readonly device: PoorDevice;
  readonly made: Change[] = [];
  /** Keys of rows of which the person dropped a change with those that waited for it, or deleted what was never sent. */
  readonly dropped = new Set<string>();
  /** Keys of rows of which the person sent a change again: over theirs, or as a row made anew. */
  readonly insisted = new Set<string>();
  /** Other people's values that this device wrote over without ever having heard of them. */
  readonly overwrittenUnheard: string[] = [];
  readonly #random;
  #values = 0;
  #isTroubled = true;

  constructor(ofRun: number, hasETags: boolean) {
    this.device = new PoorDevice(ofRun);
    this.#random = createSeededRandom(ofRun + 1);
    const { service } = this.device;
    Object.assign(service.levers, {
      hasETags,
      hasAbsoluteLinks: this.#isOdd(),
      saysDuplicatesWith500: this.#isOdd(),
      hasUnstableOrder: this.#isOdd(),
      answersWithoutRow: this.#isOdd(),
      pageRows: 4,
    });
    for (let n = 0; n < 12; n += 1) service.put('Tickets', { Id: this.device.newKey(), Title: this.#value('first') });
    this.device.onRequest = (moment, method) => this.#way(moment, method);
  }

  async step(): Promise<void> {
    const choice = Math.floor(this.#random.fraction() * 10);
    if (choice < 5) await this.#edit();
    else if (choice < 6) await this.#decide();
    else if (choice < 7) await this.#otherWrites();
    else await wake(this.device.parts, 'sync now');
  }

  /** Nobody writes any more, and every answer arrives. */
  async settle(): Promise<void> {
    this.#isTroubled = false;
    for (let round = 0; round < 30; round += 1) {
      await wake(this.device.parts, 'sync now');
      if ((await this.device.parts.store.outbox()).length === 0) break;
      await this.#decide();
    }
    await wake(this.device.parts, 'sync now');
  }

  #isOdd(): boolean {
    return this.#random.fraction() < 0.5;
  }

  #value(by: string): string {
    this.#values += 1;
    return `${by} ${this.#values}`;
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random.fraction() * list.length)];
  }

  async #edit(): Promise<void> {
    const { store } = this.device.parts;
    const here = Object.keys(await baseRows(this.device.parts, 'Tickets', 'Title').catch(() => ({})));
    const column = this.#isOdd() ? 'Title' : 'Note';
    const kind = this.#pick(['create', 'update', 'update', 'update', 'delete'] as const) ?? 'update';
    const key = kind === 'create' ? this.device.newKey() : this.#pick(here);
    if (key === undefined) return;
    const opened = await store.row({ table: 'Tickets', key: key as RowKey });
    if (opened?.isDeleteWaiting) return;
    const values = kind === 'delete' ? {} : { [kind === 'create' ? 'Title' : column]: this.#value('mine') };
    const change = await this.device.edit({ kind, key, values });
    if (change === null) this.dropped.add(key);
    else this.made.push(change);
  }

  async #decide(): Promise<void> {
    const { store } = this.device.parts;
    for (const change of await store.outbox()) {
      if (change.state.kind !== 'conflict' && change.state.kind !== 'parked') continue;
      const kind = this.#isOdd() ? 'retry' : 'drop';
      (kind === 'drop' ? this.dropped : this.insisted).add(change.key);
      await store.commitDecision(change.id, { kind });
      return;
    }
  }

  /** Not the rows of creates that nobody knows the fate of: one deleted there meanwhile is made again. */
  async #otherWrites(): Promise<void> {
    const creates = new Set(
      (await this.device.parts.store.outbox()).flatMap((c) => (c.kind === 'create' ? [c.key] : [])),
    );
    this.#write(creates);
  }

  #write(spared: ReadonlySet<string>): void {
    const { service } = this.device;
    const row = this.#pick(service.rows('Tickets').filter(({ Id }) => !spared.has(String(Id))));
    const choice = this.#random.fraction();
    if (row === undefined || choice < 0.2)
      service.put('Tickets', { Id: this.device.newKey(), Title: this.#value('theirs') });
    else if (choice < 0.3) service.remove('Tickets', row.Id);
    else service.put('Tickets', { Id: row.Id, [this.#isOdd() ? 'Title' : 'Note']: this.#value('theirs') });
  }

  #way(moment: 'before' | 'after', method: string): Way {
    if (!this.#isTroubled) return 'open';
    // Other people's rows alone while a request is on its way: which creates are unsettled cannot be asked here.
    if (this.#random.fraction() < 0.2) this.#writeWhileAsked();
    const fate = this.#random.fraction();
    if (moment === 'after' && method === 'PATCH') this.#judgeLastEffect();
    if (moment === 'before') return fate < 0.05 ? 'closed' : 'open';
    return fate < (method === 'GET' ? 0.03 : 0.2) ? 'closed' : 'open';
  }

  #judgeLastEffect(): void {
    const effect = this.device.service.effects.findLast(({ isOverHttp }) => isOverHttp);
    for (const value of Object.values(effect?.before ?? {})) {
      const text = String(value);
      if (text.startsWith('theirs') && !this.device.heard.has(text)) this.overwrittenUnheard.push(text);
    }
  }

  #writeWhileAsked(): void {
    const mine = new Set(this.made.flatMap(({ kind, key }) => (kind === 'create' ? [String(key)] : [])));
    this.#write(mine);
  }
}

async function run(ofRun: number, hasETags: boolean): Promise<History> {
  const history = new History(ofRun, hasETags);
  for (let step = 0; step < 40; step += 1) await history.step();
  await history.settle();
  return history;
}

function repeated(list: readonly unknown[]): readonly unknown[] {
  return list.filter((one, index) => list.indexOf(one) !== index);
}

/** Values that were neither written, nor replaced by a later edit of the row, nor given up by the person or the policy. */
function lostOf(history: History, { deliveries }: StoreFacts, written: ReadonlySet<unknown>): readonly unknown[] {
  const givenUp = new Set(deliveries.flatMap(({ key, end }) => (end === 'given up' ? [key] : [])));
  return history.made.flatMap((change, index) => {
    const later = history.made.slice(index + 1).filter(({ key }) => key === change.key);
    return Object.entries(change.values).flatMap(([column, value]) => {
      const isReplaced = later.some(({ kind, values }) => kind === 'delete' || column in values);
      const isOver = history.dropped.has(change.key) || givenUp.has(change.key);
      return written.has(value) || isReplaced || isOver ? [] : [value];
    });
  });
}

describe.each([false, true])('with other writers and lost answers, where the service has ETags: %s', (hasETags) => {
  test(`in the end rows are the same, and each change was made once or given up by the person (seed ${seed})`, async () => {
    for (let n = 0; n < runs; n += 1) {
      const where = `seed ${seed}, run ${n}`;
      const history = await run(seed + n * 1_000, hasETags);
      const { parts, service } = history.device;
      expect(await parts.store.outbox(), where).toEqual([]);
      expect(await baseRows(parts, 'Tickets', 'Title'), where).toEqual(expectedRows(service, 'Tickets'));
      const written = service.effects.filter(({ isOverHttp }) => isOverHttp);
      const unasked = written.filter(({ key }) => !history.insisted.has(key));
      // Every value is made up once, so one that was written twice was applied twice.
      const mine = (effects: readonly PoorEffect[]) =>
        effects.flatMap(({ values }) => Object.values(values).filter((value) => String(value).startsWith('mine')));
      expect(repeated(mine(unasked)), where).toEqual([]);
      expect(repeated(unasked.flatMap(({ kind, key }) => (kind === 'create' ? [key] : []))), where).toEqual([]);
      expect(lostOf(history, await parts.store.facts(), new Set(mine(written))), where).toEqual([]);
      if (hasETags) expect(history.overwrittenUnheard, where).toEqual([]);
    }
  });
});
