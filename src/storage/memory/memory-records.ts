import { addressText, type RowKey } from '../../core/row.ts';
import { type CommitLogRecords, type FewRecords, keptLogEntries, type Records, type RowRecords } from '../records.ts';
import type { MemoryDisk } from './memory-disk.ts';

/** The records over a memory disk. Everything is copied on its way in and out, as IndexedDB does. */
export function memoryRecords(disk: MemoryDisk): Records {
  return {
    rows: memoryRows(disk),
    commitLog: memoryCommitLog(disk),
    outbox: {
      all: async () => copy([...disk.outbox.values()].sort((a, b) => a.order - b.order)),
      get: async (id) => copy([...disk.outbox.values()].find((change) => change.id === id)),
      ofRows: async (addresses) => {
        const named = new Set(addresses.map(addressText));
        const found = [...disk.outbox.values()].filter((change) => named.has(addressText(change)));
        return copy(found.sort((a, b) => a.order - b.order));
      },
      add: async (unordered) => {
        const change = copy({ ...unordered, order: disk.nextNumber('order') });
        disk.set(disk.outbox, change.order, change);
        return copy(change);
      },
      put: async (change) => disk.set(disk.outbox, change.order, copy(change)),
      remove: async (change) => disk.remove(disk.outbox, change.order),
    },
    checkpoints: {
      all: async () => copy([...disk.checkpoints.values()]),
      get: async (table) => copy(disk.checkpoints.get(table)),
      put: async (checkpoint) => disk.set(disk.checkpoints, checkpoint.table, copy(checkpoint)),
      remove: async (table) => disk.remove(disk.checkpoints, table),
    },
    readKeys: {
      add: async (table, keys) =>
        disk.set(disk.readKeys, table, new Set([...(disk.readKeys.get(table) ?? []), ...keys])),
      all: async (table) => new Set(disk.readKeys.get(table)),
      clear: async (table) => disk.remove(disk.readKeys, table),
    },
    lease: {
      get: async () => copy(disk.lease.get('only')),
      put: async (lease) => disk.set(disk.lease, 'only', copy(lease)),
    },
    deliveries: {
      all: async () => copy([...disk.deliveries.values()].sort((a, b) => b.ackedAtCommit - a.ackedAtCommit)),
      get: async (id) => copy(disk.deliveries.get(id)),
      acknowledgedAfter: async (table, commit) =>
        copy([...disk.deliveries.values()].filter((one) => one.table === table && one.ackedAtCommit > commit)),
      notSeenBack: async (table) =>
        copy([...disk.deliveries.values()].filter((one) => one.table === table && one.seenBackAt === null)),
      ofOtherEpochs: async (table, epoch) =>
        copy(
          [...disk.deliveries.values()].filter(
            (one) => one.table === table && one.epoch !== null && one.epoch !== epoch,
          ),
        ),
      put: async (deliveries) => {
        for (const delivery of deliveries) disk.set(disk.deliveries, delivery.id, copy(delivery));
      },
      remove: async (ids) => {
        for (const id of ids) disk.remove(disk.deliveries, id);
      },
    },
    wakes: {
      all: async () => copy([...disk.wakes.values()].sort((a, b) => b.id - a.id)),
      get: async (id) => copy(disk.wakes.get(id)),
      add: async (beginning) => {
        const wake = copy({ ...beginning, id: disk.nextNumber('wake') });
        disk.set(disk.wakes, wake.id, wake);
        return copy(wake);
      },
      put: async (wake) => disk.set(disk.wakes, wake.id, copy(wake)),
      newest: async (count) => copy([...disk.wakes.values()].sort((a, b) => b.id - a.id).slice(0, count)),
      removeUpTo: async (last) => {
        for (const id of [...disk.wakes.keys()]) if (id <= last) disk.remove(disk.wakes, id);
      },
    },
    tables: {
      all: async () => copy([...disk.tables.values()]),
      leftOut: async () => copy(disk.leftOut.get('only') ?? []),
      replace: async ({ tables, leftOut }) => {
        for (const name of [...disk.tables.keys()]) disk.remove(disk.tables, name);
        for (const table of tables) disk.set(disk.tables, table.name, copy(table));
        disk.set(disk.leftOut, 'only', copy(leftOut));
      },
      known: async () => copy(disk.definitionsKnown.get('only')),
      setKnown: async (known) => disk.set(disk.definitionsKnown, 'only', copy(known)),
    },
    drafts: {
      get: async (address) => copy(disk.drafts.get(addressText(address))),
      put: async (draft) => disk.set(disk.drafts, addressText(draft), copy(draft)),
      remove: async (address) => disk.remove(disk.drafts, addressText(address)),
    },
    session: {
      get: async () => copy(disk.session.get('only')),
      put: async (session) => disk.set(disk.session, 'only', copy(session)),
      remove: async () => disk.remove(disk.session, 'only'),
    },
    settings: few(disk, disk.settings, ({ table }) => table),
    notices: few(disk, disk.notices, ({ id }) => id),
    checks: few(disk, disk.checks, ({ table }) => table),
    identity: {
      get: async () => copy(disk.identity.get('only')),
      put: async (identity) => disk.set(disk.identity, 'only', copy(identity)),
    },
  };
}

function few<T>(disk: MemoryDisk, map: Map<string, T>, nameOf: (record: T) => string): FewRecords<T> {
  return {
    all: async () => copy([...map.values()]),
    put: async (record) => disk.set(map, nameOf(record), copy(record)),
    remove: async (name) => disk.remove(map, name),
  };
}

function memoryRows(disk: MemoryDisk): RowRecords {
  const tableOf = (table: string) => {
    const known = disk.rows.get(table);
    if (known) return known;
    const made = new Map();
    disk.rows.set(table, made);
    return made as NonNullable<typeof known>;
  };
  const sortedKeys = (table: string): RowKey[] => [...tableOf(table).keys()].sort();
  return {
    get: async ({ table, key }) => copy(tableOf(table).get(key)),
    getMany: async (addresses) => addresses.map(({ table, key }) => copy(tableOf(table).get(key))),
    scan: async (table, after, limit) => {
      const keys = sortedKeys(table).filter((key) => after === null || key > after);
      const some = keys.slice(0, limit);
      return {
        rows: some.flatMap((key) => copy(tableOf(table).get(key)) ?? []),
        next: some.length < limit ? null : (some.at(-1) ?? null),
      };
    },
    keys: async (table) => sortedKeys(table),
    count: async (table) => tableOf(table).size,
    put: async (table, rows) => {
      for (const row of rows) disk.set(tableOf(table), row.key, copy(row));
    },
    remove: async (table, keys) => {
      for (const key of keys) disk.remove(tableOf(table), key);
    },
  };
}

function memoryCommitLog(disk: MemoryDisk): CommitLogRecords {
  const newest = () => disk.numbers.get('commit') ?? 0;
  return {
    newest: async () => newest(),
    since: async (number) => {
      const entries = [...disk.commitLog.values()].filter((entry) => entry.number > number);
      return copy(entries.sort((a, b) => a.number - b.number));
    },
    append: async (changed) => {
      const number = disk.nextNumber('commit');
      disk.set(disk.commitLog, number, copy({ number, changed }));
      disk.remove(disk.commitLog, number - keptLogEntries);
      return number;
    },
  };
}

function copy<T>(value: T): T {
  return structuredClone(value);
}
