import Dexie, { type Table } from 'dexie';
import type { ChangeId } from '../../core/change.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Wake } from '../../core/wake.ts';
import {
  type CommitLogRecords,
  type DeliveryRecords,
  keptLogEntries,
  type LogEntry,
  type WakeRecords,
} from '../records.ts';
import type { Codec } from './codec.ts';
import { deliveryShape, logEntryShape, wakeShape } from './stored-shapes.ts';

/** Trimming costs a range delete: not at every append. */
const appendsPerTrim = 50;

export function dexieCommitLog(table: Table, codec: Codec): CommitLogRecords {
  const log = table as Table<unknown, number>;
  return {
    newest: async () => ((await log.toCollection().lastKey()) as number | undefined) ?? 0,
    since: async (number) =>
      codec.readAll<LogEntry>('commitLog', logEntryShape, await log.where('number').above(number).toArray()),
    append: async (changed) => {
      const number = await log.add({ changed });
      if (number % appendsPerTrim === 0)
        await log
          .where('number')
          .belowOrEqual(number - keptLogEntries)
          .delete();
      return number;
    },
  };
}

export function dexieDeliveries(table: Table, codec: Codec): DeliveryRecords {
  const deliveries = table as Table<unknown, string>;
  const readAll = (stored: readonly unknown[]) =>
    codec.readAll<Delivery & { openIn?: string }>('deliveries', deliveryShape, stored).map(closed);
  return {
    all: async () => readAll(await deliveries.toArray()).sort((a, b) => b.ackedAtCommit - a.ackedAtCommit),
    get: async (id) => readAll([await deliveries.get(id)].filter((one) => one !== undefined))[0],
    acknowledgedAfter: async (name, commit) =>
      readAll(
        await deliveries
          .where('[table+ackedAtCommit]')
          .between([name, commit], [name, Dexie.maxKey], false, true)
          .toArray(),
      ),
    notSeenBack: async (name) => readAll(await deliveries.where('openIn').equals(name).toArray()),
    ofOtherEpochs: async (name, epoch) => {
      const byEpoch = () => deliveries.where('[table+epoch]');
      const before = await byEpoch().between([name, Dexie.minKey], [name, epoch], true, false).toArray();
      const behind = await byEpoch().between([name, epoch], [name, Dexie.maxKey], false, true).toArray();
      return readAll([...before, ...behind]);
    },
    put: async (all) => {
      await deliveries.bulkPut(all.map((one) => (one.seenBackAt === null ? { ...one, openIn: one.table } : one)));
    },
    remove: (ids: readonly ChangeId[]) => deliveries.bulkDelete([...ids]),
  };
}

function closed({ openIn: _, ...delivery }: Delivery & { openIn?: string }): Delivery {
  return delivery;
}

export function dexieWakes(table: Table, codec: Codec): WakeRecords {
  const wakes = table as Table<unknown, number>;
  return {
    all: async () => codec.readAll<Wake>('wakes', wakeShape, await wakes.reverse().toArray()),
    get: async (id) => codec.read<Wake>('wakes', wakeShape, await wakes.get(id)),
    add: async (beginning) => ({ ...beginning, id: await wakes.add({ ...beginning }) }),
    put: async (wake) => {
      await wakes.put(wake);
    },
    newest: async (count) => codec.readAll<Wake>('wakes', wakeShape, await wakes.reverse().limit(count).toArray()),
    removeUpTo: async (id) => {
      await wakes.where('id').belowOrEqual(id).delete();
    },
  };
}
