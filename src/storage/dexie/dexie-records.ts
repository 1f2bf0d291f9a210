import type { Table, Transaction } from 'dexie';
import type { Change } from '../../core/change.ts';
import type { TableCheckpoint } from '../../core/checkpoint.ts';
import type { DefinitionsKnown } from '../../core/definitions-known.ts';
import type { Draft } from '../../core/draft.ts';
import type { Lease } from '../../core/lease.ts';
import type { Notice } from '../../core/notice.ts';
import type { RowKey } from '../../core/row.ts';
import type { TableCheck } from '../../core/self-check.ts';
import type { Session } from '../../core/session.ts';
import type { LeftOutTable, TableDefinition } from '../../core/table.ts';
import type { TableSettings } from '../../core/table-settings.ts';
import type { FewRecords, OutboxRecords, ReadKeyRecords, Records } from '../records.ts';
import type { StoreIdentity } from '../store.ts';
import type { Codec } from './codec.ts';
import { definitionShape, leftOutShape } from './definition-shape.ts';
import { dexieCommitLog, dexieDeliveries, dexieWakes } from './dexie-logs.ts';
import { dexieRows } from './dexie-rows.ts';
import type { StoreName } from './schema.ts';
import * as shapes from './stored-shapes.ts';

/** The records of one Dexie transaction, made as they are asked for: a transaction has only the stores of its scope. */
export function dexieRecords(transaction: Transaction, codec: Codec): Records {
  const store = (name: StoreName): Table => transaction.table(name);
  const single = <T>(name: 'lease' | 'session' | 'identity', shape: Parameters<Codec['read']>[1]) => ({
    get: async () => codec.read<T>(name, shape, await store(name).get('only')),
    put: async (value: T) => {
      await store(name).put(value, 'only');
    },
    remove: () => store(name).delete('only'),
  });
  const few = <T>(name: 'settings' | 'notices' | 'checks', shape: Parameters<Codec['read']>[1]): FewRecords<T> => ({
    all: async () => codec.readAll<T>(name, shape, await store(name).toArray()),
    put: async (record) => {
      await store(name).put(record);
    },
    remove: (key) => store(name).delete(key),
  });
  return {
    get rows() {
      return dexieRows(store('rows'), codec);
    },
    get outbox() {
      return dexieOutbox(store('outbox'), codec);
    },
    get readKeys() {
      return dexieReadKeys(store('readKeys'), codec);
    },
    get commitLog() {
      return dexieCommitLog(store('commitLog'), codec);
    },
    get deliveries() {
      return dexieDeliveries(store('deliveries'), codec);
    },
    get wakes() {
      return dexieWakes(store('wakes'), codec);
    },
    lease: single<Lease>('lease', shapes.leaseShape),
    session: single<Session>('session', shapes.sessionShape),
    identity: single<StoreIdentity>('identity', shapes.identityShape),
    settings: few<TableSettings>('settings', shapes.settingsShape),
    notices: few<Notice>('notices', shapes.noticeShape),
    checks: few<TableCheck>('checks', shapes.checkShape),
    checkpoints: {
      all: async () =>
        codec.readAll<TableCheckpoint>('checkpoints', shapes.checkpointShape, await store('checkpoints').toArray()),
      get: async (table) =>
        codec.read<TableCheckpoint>('checkpoints', shapes.checkpointShape, await store('checkpoints').get(table)),
      put: async (checkpoint) => {
        await store('checkpoints').put(checkpoint);
      },
      remove: (table) => store('checkpoints').delete(table),
    },
    tables: {
      all: async () => {
        const list: unknown = await store('tables').get('only');
        return Array.isArray(list) ? codec.readAll<TableDefinition>('tables', definitionShape, list) : [];
      },
      leftOut: async () => {
        const list: unknown = await store('tables').get('left out');
        return Array.isArray(list) ? codec.readAll<LeftOutTable>('tables', leftOutShape, list) : [];
      },
      replace: async ({ tables, leftOut }) => {
        await store('tables').put(tables, 'only');
        await store('tables').put(leftOut, 'left out');
      },
      known: async () =>
        codec.read<DefinitionsKnown>('tables', shapes.definitionsKnownShape, await store('tables').get('known')),
      setKnown: async (known) => {
        await store('tables').put(known, 'known');
      },
    },
    drafts: {
      get: async ({ table, key }) =>
        codec.read<Draft>('drafts', shapes.draftShape, await store('drafts').get([table, key])),
      put: async (draft) => {
        await store('drafts').put(draft);
      },
      remove: ({ table, key }) => store('drafts').delete([table, key]),
    },
  };
}

function dexieOutbox(table: Table, codec: Codec): OutboxRecords {
  const outbox = table as Table<unknown, number>;
  const readAll = (stored: readonly unknown[]) => codec.readAll<Change>('outbox', shapes.changeShape, stored);
  return {
    all: async () => readAll(await outbox.toArray()),
    get: async (id) => codec.read<Change>('outbox', shapes.changeShape, await outbox.where('id').equals(id).first()),
    ofRows: async (addresses) => {
      const rows = addresses.map(({ table: name, key }) => [name, key]);
      return readAll(await outbox.where('[table+key]').anyOf(rows).toArray()).sort((a, b) => a.order - b.order);
    },
    add: async (change) => ({ ...change, order: await outbox.add({ ...change }) }),
    put: async (change) => {
      await outbox.put(change);
    },
    remove: (change) => outbox.delete(change.order),
  };
}

function dexieReadKeys(table: Table, codec: Codec): ReadKeyRecords {
  return {
    add: async (name, keys) => {
      await table.add({ table: name, keys });
    },
    all: async (name) => {
      const stored = await table.where('table').equals(name).toArray();
      type Portion = { readonly keys: readonly RowKey[] };
      return new Set(codec.readAll<Portion>('readKeys', shapes.readKeysShape, stored).flatMap(({ keys }) => keys));
    },
    clear: async (name) => {
      await table.where('table').equals(name).delete();
    },
  };
}
