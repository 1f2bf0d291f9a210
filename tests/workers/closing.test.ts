import { describe, expect, it } from 'vitest';
import { databaseName } from '../../src/core/session.ts';
import { MemoryDirectory } from '../../src/storage/memory-directory.ts';
import { StoreFailure } from '../../src/storage/store.ts';
import { Engine } from '../../src/sync/engine.ts';
import { CheckDesk } from '../../src/workers/check-desk.ts';
import { DataDesk } from '../../src/workers/data-desk.ts';
import { DataSession } from '../../src/workers/data-session.ts';
import { StateReport } from '../../src/workers/state-report.ts';
import { settle } from '../fakes/timers.ts';
import { Device, intervalMs, wake } from '../sync/device.ts';

const environment = { id: 'demo', name: 'Demo', url: 'http://localhost/', dialect: 'dataverse' } as const;
const account = { database: databaseName('demo', 'dana'), environment, person: { id: 'dana', name: 'Dana' } };

describe('data desk', () => {
  it('opens a database after another, or the same, could not be opened', async () => {
    const device = new Device();
    let tries = 0;
    const desk = new DataDesk({
      directory: new MemoryDirectory(),
      clock: device.timers.clock,
      readUnsent: async () => null,
      openSession: async () => {
        tries += 1;
        if (tries === 1) throw new Error('connection lost');
        const parts = device.openContext();
        return new DataSession({
          account,
          ...parts,
          unreadable: [],
          post: () => {},
          makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
          makeCheck: (onProgress) => new CheckDesk(parts, { intervalMs, onProgress }),
        });
      },
    });
    const open = (id: number) =>
      desk.answer({
        call: 'open',
        id,
        input: {
          account,
          session: null,
          locale: 'en',
          settings: { portionRows: 10, intervalMs },
          seenIn: { browserMajor: 156, install: 'tab' },
        },
      });
    expect(await open(1)).toHaveProperty('failure');
    expect(await open(2)).not.toHaveProperty('failure');
  });
  it('opens for who used it last although there is no space to note that again', async () => {
    const device = new Device();
    const directory = new MemoryDirectory();
    const account = { database: databaseName('demo', 'dana'), environment, person: { id: 'dana', name: 'Dana' } };
    await directory.saveAccount(account);
    await directory.setCurrent(account.database);
    directory.saveSeenIn = () => Promise.reject(new StoreFailure('quota exceeded', 'Encountered full disk'));
    const parts = device.openContext();
    const desk = new DataDesk({
      ...parts,
      directory,
      readUnsent: async () => null,
      openSession: async () =>
        new DataSession({
          ...parts,
          account,
          unreadable: [],
          post: () => {},
          makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
          makeCheck: (onProgress) => new CheckDesk(parts, { intervalMs, onProgress }),
        }),
    });
    const seenIn = { browserMajor: 156, install: 'tab' } as const;
    const settings = { portionRows: 10, intervalMs };
    const input = { account, session: null, locale: 'en', settings, seenIn };
    expect(await desk.answer({ call: 'open', id: 1, input })).not.toHaveProperty('failure');
    const tom = { ...account, database: databaseName('demo', 'tom') };
    expect(await desk.answer({ call: 'open', id: 2, input: { ...input, account: tom } })).toHaveProperty('failure');
  });
  it('tells nothing of a database any more once it was closed', async () => {
    const device = new Device();
    const parts = device.openContext();
    await wake(parts);
    const told: unknown[] = [];
    const own = {
      activity: () => ({ kind: 'idle' }) as const,
      check: () => ({ kind: 'resting', problem: null }) as const,
    };
    const report = new StateReport({ ...parts, unreadable: [] }, own, {
      report: (state) => told.push(state),
      complain: (trouble) => told.push(trouble),
    });
    report.changed();
    const running = device.timers.advance(150); // the report is being read …
    report.stop(); // … when the session is closed: another person's database is opened
    await running;
    await settle();
    expect(told).toEqual([]);
  });
});
