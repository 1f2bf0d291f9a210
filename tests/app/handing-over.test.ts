import { describe, expect, it } from 'vitest';
import { handOverWhenHidden } from '../../src/app/handing-over.ts';
import type { SyncState } from '../../src/core/facts.ts';
import type { DataLine } from '../../src/messages/data-calls.ts';
import { createFakeDoorbell } from '../fakes/doorbell.ts';
import { createFakePageLife } from '../fakes/page-life.ts';
import { noFacts } from '../fixtures/no-facts.ts';
import { accounts } from '../fixtures/tables.ts';

const idle: SyncState = {
  facts: {
    ...noFacts,
    tables: [accounts],
    checkpoints: [
      {
        table: 'account',
        position: { kind: 'complete', upToDateAt: 1 },
        storeId: 's',
        epoch: null,
        scope: null,
        best: 'full read',
        quietPulls: 0,
      },
    ],
  },
  activity: { kind: 'idle' },
  canary: { kind: 'not asked' },
  check: { kind: 'resting', problem: null },
  takesBatches: true,
  unreadable: [],
  asOf: 1,
};
const loading: SyncState = { ...idle, facts: { ...idle.facts, checkpoints: [] } };

function setUp(options: { canHandOver: boolean; state: SyncState | null }) {
  const said: string[] = [];
  const life = createFakePageLife();
  const doorbell = createFakeDoorbell();
  const line = {
    call: async (call: string, input: unknown) => {
      said.push(`${call} ${JSON.stringify(input)}`);
      return null;
    },
    onEvent: () => () => {},
  } as DataLine;
  handOverWhenHidden({
    life,
    line,
    doorbell,
    tell: (words) => said.push(`tell ${JSON.stringify(words)}`),
    database: () => 'mine',
    canHandOver: () => options.canHandOver,
    state: () => options.state,
  });
  return { said, life, doorbell };
}

describe('handing over when the page is hidden', () => {
  it('stops the data worker, tells the service worker and rings, if there is work', () => {
    const { said, life, doorbell } = setUp({ canHandOver: true, state: loading });
    life.happen('hidden');
    expect(said).toEqual(['life {"now":"hidden","mayHandOver":true}', 'tell {"kind":"handover"}']);
    expect(doorbell.rings()).toBe(1);
  });

  it('says it again when the page is frozen: a message on hidden may have been lost', () => {
    const { said, life } = setUp({ canHandOver: true, state: null });
    life.happen('hidden');
    life.happen('frozen');
    expect(said.filter((words) => words === 'tell {"kind":"handover"}')).toHaveLength(2);
  });

  it('lets the data worker run on where there is no Background Sync, and when there is nothing to do', () => {
    for (const options of [
      { canHandOver: false, state: loading },
      { canHandOver: true, state: idle },
    ]) {
      const { said, life, doorbell } = setUp(options);
      life.happen('hidden');
      expect(said).toEqual(['life {"now":"hidden","mayHandOver":false}']);
      expect(doorbell.rings()).toBe(0);
    }
  });

  it('has the data worker look when the person turns to a window that was visible all along, and takes nothing back', () => {
    const { said, life, doorbell } = setUp({ canHandOver: true, state: loading });
    life.happen('focused');
    expect(said).toEqual(['life {"now":"focused","mayHandOver":false}']);
    life.happen('hidden');
    said.length = 0;
    life.happen('focused');
    expect(said).toEqual([]);
    expect(doorbell.rings()).toBe(1);
  });

  it('takes the work back when it is seen again', () => {
    for (const event of ['visible', 'resumed', 'returned'] as const) {
      const { said, life } = setUp({ canHandOver: true, state: loading });
      life.happen(event);
      expect(said).toEqual(['tell {"kind":"visible","database":"mine"}', 'life {"now":"visible","mayHandOver":false}']);
    }
  });
});
