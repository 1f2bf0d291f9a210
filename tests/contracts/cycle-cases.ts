import type { LandingPortion } from '../../src/storage/store.ts';
import { equal, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  ack,
  at,
  begin,
  changeOf,
  complete,
  create,
  customers,
  fallBack,
  portion,
  replica,
  row,
  save,
  sendOff,
  update,
} from './store-fixtures.ts';

const a = at('order', 'a');

export const cycleCases: readonly ContractCase[] = [
  {
    name: 'a wake that stood still is closed as such by the next of its context, and any other open one as cut off',
    run: async (open) => {
      const store = await open(freshName());
      const beginning = { trigger: 'opened', host: 'data worker', isLastChance: false } as const;
      const first = await store.beginWake({ ...beginning, now: 1_000 });
      const stalled = { wakeId: first.wakeId, problem: 'No answer.' };
      const second = await store.beginWake({ ...beginning, now: 2_000, stalled });
      await store.beginWake({ ...beginning, now: 3_000, stalled });
      const { wakes } = await store.facts();
      equal(
        wakes.slice(1).map(({ id, end, problem }) => [id, end, problem]),
        [
          [second.wakeId, 'cut off', null],
          [first.wakeId, 'stalled', 'No answer.'],
        ],
        'how they ended',
      );
    },
  },
  {
    name: 'over a fresh connection everything is as it was',
    run: async (open) => {
      const store = await open(freshName());
      const change = await save(store, create(a, { name: 'a' }));
      const asked = store.outbox();
      await store.reconnect();
      equal([await asked, await store.outbox()], [[change], [change]], 'the outbox');
    },
  },
  {
    name: 'beginning a wake takes the lease with the next fence and opens an entry in the wake log',
    run: async (open) => {
      const store = await open(freshName());
      equal(await store.lease(), null, 'the lease before the first');
      const first = await store.beginWake({ trigger: 'opened', host: 'data worker', isLastChance: false, now: 1_000 });
      const expected = {
        fence: 1,
        host: 'data worker',
        wakeId: first.wakeId,
        heartbeatAt: 1_000,
        isReleased: false,
        isHandedOver: false,
        silentUntil: null,
      };
      equal([first.fence, await store.lease()], [1, expected], 'the lease');
      equal(
        (await store.facts()).wakes,
        [
          {
            id: first.wakeId,
            trigger: 'opened',
            host: 'data worker',
            fence: 1,
            isLastChance: false,
            startedAt: 1_000,
            heartbeatAt: 1_000,
            endedAt: null,
            end: null,
            changesSent: 0,
            rowsReceived: 0,
            problem: null,
            browserMajor: null,
            install: 'unknown',
          },
        ],
        'the wake log',
      );
    },
  },
  {
    name: 'a new wake closes open ones as cut off and makes what an older fence was sending maybe sent',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'a' }));
      await sendOff(store, stamp, change.id);
      await store.heartbeat({ ...stamp, now: 3_000 });
      const next = await other.beginWake({
        trigger: 'background sync',
        host: 'service worker',
        isLastChance: true,
        now: 90_000,
      });
      equal(next.fence, stamp.fence + 1, 'the fence');
      equal((await changeOf(store, change.id)).state, { kind: 'maybe sent' }, 'the change');
      const [newest, oldest] = (await store.facts()).wakes;
      equal([newest?.host, newest?.isLastChance, newest?.end], ['service worker', true, null], 'the new wake');
      equal([oldest?.end, oldest?.endedAt], ['cut off', 3_000], 'the old wake ended when it was last seen');
    },
  },
  {
    name: 'every transaction of a cycle renews the heartbeat of lease and wake',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'a' }));
      let now = 1_000;
      const beats: readonly (() => Promise<unknown>)[] = [
        () => store.heartbeat({ ...stamp, now }),
        () => store.commitTables({ ...stamp, now }, [customers]),
        () => store.beginRead({ ...stamp, now }, { table: 'customer', strategy: 'full read', epoch: null }),
        async () => store.commitPull({ ...stamp, now }, await portion(store, 'customer', { rows: [row('x')] })),
        () => sendOff(store, { ...stamp, now }, change.id),
        () => fallBack(store, { ...stamp, now }, { changeId: change.id, state: { kind: 'pending' }, answer: null }),
        () => sendOff(store, { ...stamp, now }, change.id),
        () => ack(store, { ...stamp, now }, { changeId: change.id, row: row('a'), sentAt: 1 }),
      ];
      for (const [index, beat] of beats.entries()) {
        now += 1_000;
        await beat();
        const { lease, wakes } = await store.facts();
        equal([lease?.heartbeatAt, wakes[0]?.heartbeatAt], [now, now], `heartbeats after transaction ${index}`);
      }
    },
  },
  {
    name: 'the end of a wake is written and releases the lease',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      await store.endWake({ ...stamp, now: 5_000 }, { end: 'failed', problem: 'no network', silentUntil: 9_000 });
      const { lease, wakes } = await store.facts();
      equal([lease?.isReleased, lease?.fence, lease?.silentUntil], [true, stamp.fence, 9_000], 'the lease');
      const [wake] = wakes;
      equal([wake?.end, wake?.endedAt, wake?.problem], ['failed', 5_000, 'no network'], 'the wake');
    },
  },
  {
    name: 'with a fence that was lost every transaction of a cycle throws FenceLost and keeps nothing',
    run: async (open) => {
      const name = freshName();
      const [store, thief] = [await open(name), await open(name)];
      const stamp = await replica(store, { order: [row('a')] });
      const waiting = await save(store, update(a, { name: '1' }));
      const sending = await save(store, create(at('order', 'b'), { name: '1' }));
      await sendOff(store, stamp, sending.id);
      const newer = await begin(thief, 20_000);
      const before = JSON.stringify(await store.facts());
      const number = await store.commitNumber();
      const lost: LandingPortion = await portion(store, 'order', {
        rows: [row('z')],
        removals: [a.key],
        checkpoint: complete,
      });
      const attempts: readonly (() => Promise<unknown>)[] = [
        () => store.heartbeat(stamp),
        () => store.commitTables(stamp, []),
        () => store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null }),
        () => store.commitPull(stamp, lost),
        () => sendOff(store, stamp, waiting.id),
        () => fallBack(store, stamp, { changeId: sending.id, state: { kind: 'parked', why: 'refused' }, answer: null }),
        () => ack(store, stamp, { changeId: sending.id, row: row('b'), sentAt: 1 }),
        () => store.endWake(stamp, { end: 'finished', problem: null, silentUntil: null }),
      ];
      for (const [index, attempt] of attempts.entries()) await rejects(attempt(), 'FenceLost', `transaction ${index}`);
      equal(JSON.stringify(await store.facts()), before, 'facts');
      equal(await store.commitNumber(), number, 'the commit number');
      equal(await store.row(at('order', 'z')), null, 'the row of the portion');
      await thief.heartbeat(newer);
    },
  },
  {
    name: 'without a lease no cycle can write; a person can',
    run: async (open) => {
      const store = await open(freshName());
      await rejects(store.heartbeat({ fence: 1, now: 1 }), 'FenceLost', 'a heartbeat');
      await save(store, create(a, { name: 'a' }));
    },
  },
  {
    name: 'the wake log remembers the newest 500 wakes',
    run: async (open) => {
      const store = await open(freshName());
      for (let index = 0; index < 505; index++) await begin(store, index);
      const { wakes } = await store.facts();
      equal([wakes.length, wakes[0]?.fence, wakes.at(-1)?.fence], [500, 505, 6], 'number, newest and oldest');
    },
  },
];
