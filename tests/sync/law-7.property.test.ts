import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FenceLost } from '../../src/storage/store.ts';
import { accounts, datedAccounts } from '../fixtures/tables.ts';
import { baseRows, Device, edit, intervalMs, wake } from './device.ts';

/** More for a campaign: LAW7_RUNS=2000. */
const runs = Number(process.env['LAW7_RUNS'] ?? 60);

const minute = 60_000;
const keys = Array.from({ length: 12 }, (_, n) => `k${n}`);

type Step =
  | { readonly do: 'put'; readonly key: string; readonly name: number; readonly lateMs: number }
  | { readonly do: 'import'; readonly from: number; readonly rows: number }
  | { readonly do: 'remove' | 'hide' | 'show'; readonly key: string }
  | { readonly do: 'edit' | 'create' | 'delete'; readonly key: string; readonly name: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'restore' | 'lose answer' }
  | { readonly do: 'wake'; readonly trigger: 'interval' | 'visible' | 'sync now'; readonly stopAfter: number | null };

const key = fc.constantFrom(...keys);
const name = fc.integer({ min: 0, max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key,
      name,
      lateMs: fc.integer({ min: 0, max: 4 * minute }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('import' as const), from: name, rows: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'hide' as const, 'show' as const), key }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('edit' as const, 'create' as const, 'delete' as const), key, name }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 90 * minute }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.constantFrom(-60 * minute, -7 * minute, 20 * minute),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restore' as const, 'lose answer' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('wake' as const),
      trigger: fc.constantFrom('interval' as const, 'visible' as const, 'sync now' as const),
      stopAfter: fc.option(fc.integer({ min: 1, max: 12 })),
    }),
  },
);

interface World {
  readonly name: string;
  readonly isDated: boolean;
  /** Tracking shows the whole organisation: nothing is out of sight. */
  readonly hasSight: boolean;
  readonly mayJump: boolean;
  readonly prepare: (device: Device) => void;
}

const worlds: readonly World[] = [
  { name: 'delta link', isDated: true, hasSight: false, mayJump: true, prepare: () => {} },
  {
    name: 'watermark, tracking refused',
    isDated: true,
    hasSight: true,
    mayJump: true,
    prepare: ({ service }) => (service.isTracking = false),
  },
  {
    name: 'watermark, the wish for tracking passed over in silence',
    isDated: true,
    hasSight: true,
    mayJump: true,
    prepare: ({ service }) => (service.isSilentAboutTracking = true),
  },
  {
    // Without a Date a clock that goes back is noticed by nobody.
    name: 'watermark, without a Date',
    isDated: true,
    hasSight: true,
    mayJump: false,
    prepare: ({ service }) => Object.assign(service, { isTracking: false, showsDate: false }),
  },
  {
    name: 'full read',
    isDated: false,
    hasSight: true,
    mayJump: true,
    prepare: ({ service }) => (service.isTracking = false),
  },
];

async function live(world: World, steps: readonly Step[]): Promise<void> {
  const device = new Device();
  const { service, timers } = device;
  service.tablesThere = [world.isDated ? datedAccounts : accounts];
  service.portionRows = 4;
  service.keyPortionRows = 5;
  world.prepare(device);
  const hidden = new Set<string>();
  service.isInSight = (_, row) => !hidden.has(row.key);
  const clock = service.clock;
  let jumped = 0;
  let epoch = 1;
  service.clock = () => clock() + jumped;
  const parts = device.openContext();
  const account = (of: string, called: number) => ({ accountid: of, name: `Name ${called}` });

  for (const one of steps) {
    switch (one.do) {
      case 'put':
        service.put('account', one.key, account(one.key, one.name), one.lateMs);
        break;
      case 'import':
        for (let n = 0; n < one.rows; n += 1)
          service.put('account', `i${one.from}-${n}`, account(`i${one.from}-${n}`, n));
        break;
      case 'remove':
        service.remove('account', one.key);
        break;
      case 'hide':
        if (world.hasSight) hidden.add(one.key);
        break;
      case 'show':
        hidden.delete(one.key);
        break;
      case 'edit':
      case 'delete':
      case 'create': {
        const row = await parts.store.row({ table: 'account', key: one.key as never });
        if ((row === null) !== (one.do === 'create') || hidden.has(one.key)) break;
        const kind = one.do === 'edit' ? 'update' : one.do;
        await edit(device, parts, {
          kind,
          key: one.key,
          values: one.do === 'delete' ? {} : account(one.key, one.name),
        }).catch(() => {});
        break;
      }
      case 'wait':
        await timers.advance(one.ms);
        break;
      case 'jump':
        if (world.mayJump) jumped += one.ms;
        break;
      case 'restore':
        epoch += 1;
        service.epoch = `epoch ${epoch}`;
        break;
      case 'lose answer':
        service.failNext('read', { kind: 'network', message: 'lost' });
        break;
      case 'wake': {
        const stop = new AbortController();
        let commits = 0;
        const stopListening = parts.store.onCommit(() => {
          commits += 1;
          if (commits === one.stopAfter) stop.abort('handed over');
        });
        await wake(parts, one.trigger, stop);
        stopListening();
        break;
      }
    }
  }
  await quiesce(device, parts);
  const seen = await baseRows(parts, 'account', 'accountid');
  expect(seen).toEqual(service.rowsInSight('account'));
}

/** Decisions are taken, the service is quiet, and every beat has passed. */
async function quiesce(device: Device, parts: ReturnType<Device['openContext']>): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    for (const change of await parts.store.outbox()) {
      if (change.state.kind === 'parked' || change.state.kind === 'conflict')
        await parts.store.commitDecision(change.id, { kind: 'drop' });
    }
    await device.timers.advance(round === 2 ? 7 * 60 * minute : 2 * intervalMs);
    try {
      await wake(parts, 'interval');
    } catch (error) {
      if (!(error instanceof FenceLost)) throw error;
    }
  }
  expect(await parts.store.outbox()).toEqual([]);
}

describe('law 7: with nothing pending and a quiet service the base rows are the service’s answer', () => {
  it.each(worlds)('by $name', { timeout: 120_000 }, async (world) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), (steps) => live(world, steps)),
      { numRuns: runs },
    );
  });
});
