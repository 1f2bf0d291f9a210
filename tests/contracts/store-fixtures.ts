import type { Change, ChangeId, Edit } from '../../src/core/change.ts';
import type { Checkpoint } from '../../src/core/checkpoint.ts';
import type { BaseRow, ETag, RowAddress, RowKey, Values } from '../../src/core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../../src/core/table.ts';
import type { ViewQuery } from '../../src/core/view.ts';
import type { Acknowledgement, CycleStamp, LandingPortion, Setback, Store, View } from '../../src/storage/store.ts';
import { ContractBroken } from './assert.ts';

export const key = (text: string) => text as RowKey;
export const etag = (text: string) => text as ETag;
export const at = (table: string, row: string): RowAddress => ({ table, key: key(row) });

function column(name: string, type: ColumnDefinition['type']): ColumnDefinition {
  return { name, label: name, type, isRequired: false, isReadOnly: name === 'computed' };
}

function table(name: string, columns: readonly ColumnDefinition[]): TableDefinition {
  return {
    name,
    setName: `${name}s`,
    label: name,
    pluralLabel: `${name}s`,
    keyColumn: 'id',
    nameColumn: 'name',
    columns: [column('id', { kind: 'key' }), column('name', { kind: 'text', maxLength: 100 }), ...columns],
    privileges: { canCreate: true, canUpdate: true, canDelete: true },
    mayTrackChanges: true,
    modifiedColumn: null,
    rowFilter: null,
    intervalMs: null,
  };
}

/** One column of every type that can be sorted by. */
export const orders = table('order', [
  column('count', { kind: 'integer', min: 0, max: 1_000 }),
  column('price', { kind: 'money', min: 0, max: 1_000_000, precision: 2 }),
  column('weight', { kind: 'decimal', min: 0, max: 1_000, precision: 3 }),
  column('due', { kind: 'date' }),
  column('start', { kind: 'date and time' }),
  column('urgent', { kind: 'yes/no', yes: 'Yes', no: 'No' }),
  column('state', {
    kind: 'choice',
    options: [
      { value: 1, label: 'Zu' },
      { value: 2, label: 'Offen' },
      { value: 3, label: 'ärgerlich' },
    ],
  }),
  column('notes', { kind: 'long text', maxLength: 4_000 }),
  column('customer', { kind: 'lookup', targets: ['customer'], navigation: 'Customer' }),
  column('computed', { kind: 'text', maxLength: 100 }),
]);

export const customers = table('customer', [column('city', { kind: 'text', maxLength: 100 })]);

export function row(rowKey: string, values: Values = {}, version = '1'): BaseRow {
  return { key: key(rowKey), etag: etag(version), values: { id: rowKey, ...values } };
}

let edits = 0;

export function edit(kind: Edit['kind'], address: RowAddress, more: Partial<Edit> = {}): Edit {
  return {
    id: `change-${edits++}` as ChangeId,
    kind,
    ...address,
    values: {},
    oldValues: {},
    baseETag: kind === 'create' ? null : etag('1'),
    references: [],
    savedAt: 500,
    ...more,
  };
}

export const create = (address: RowAddress, values: Values, more: Partial<Edit> = {}) =>
  edit('create', address, { values, ...more });
export const update = (address: RowAddress, values: Values, more: Partial<Edit> = {}) =>
  edit('update', address, { values, ...more });
export const remove = (address: RowAddress, more: Partial<Edit> = {}) => edit('delete', address, more);

/** Saves an edit that is expected not to cancel. */
export async function save(store: Store, one: Edit): Promise<Change> {
  const saved = await store.commitEdit(one);
  if (saved.kind !== 'saved') throw new ContractBroken('saving', saved, 'saved');
  return saved.change;
}

export async function begin(store: Store, now = 1_000): Promise<CycleStamp> {
  const { fence } = await store.beginWake({ trigger: 'opened', host: 'data worker', isLastChance: false, now });
  return { fence, now };
}

export async function portion(store: Store, name: string, more: Partial<LandingPortion> = {}): Promise<LandingPortion> {
  return {
    table: name,
    rows: [],
    removals: [],
    askedAt: await store.commitNumber(),
    checkpoint: null,
    epoch: null,
    ...more,
  };
}

export const complete: Checkpoint = { kind: 'complete', upToDateAt: 1_000 };

/** A wake with both tables defined and these rows read to the end. */
export async function replica(
  store: Store,
  rows: { readonly [table: string]: readonly BaseRow[] },
): Promise<CycleStamp> {
  const stamp = await begin(store);
  await store.commitTables(stamp, [orders, customers]);
  for (const [name, some] of Object.entries(rows)) {
    await store.beginRead(stamp, { table: name, strategy: 'full read', epoch: null });
    await store.commitPull(stamp, await portion(store, name, { rows: some, checkpoint: complete }));
  }
  return stamp;
}

/** Marks one change as sending; null if it may not go. */
export async function sendOff(store: Store, stamp: CycleStamp, id: ChangeId): Promise<Change | null> {
  return (await store.commitSending(stamp, [id]))[0] ?? null;
}

export function ack(store: Store, stamp: CycleStamp, said: Omit<Acknowledgement, 'kind'>): Promise<void> {
  return store.commitAnswers(stamp, [{ kind: 'acknowledged', ...said }]);
}

export function fallBack(store: Store, stamp: CycleStamp, said: Omit<Setback, 'kind'>): Promise<void> {
  return store.commitAnswers(stamp, [{ kind: 'set back', ...said }]);
}

/** Sends a change and has it acknowledged with a row; null for a delete. */
export async function acknowledge(
  store: Store,
  stamp: CycleStamp,
  change: Change,
  answer: BaseRow | null,
): Promise<void> {
  await sendOff(store, stamp, change.id);
  await ack(store, stamp, { changeId: change.id, row: answer, sentAt: stamp.now });
}

/** Sends a change and has the service refuse it. */
export async function park(store: Store, stamp: CycleStamp, change: Change): Promise<void> {
  await sendOff(store, stamp, change.id);
  const answer = { status: 403, code: '0x80040220', message: 'No privilege', at: stamp.now };
  await fallBack(store, stamp, { changeId: change.id, state: { kind: 'parked', why: 'refused' }, answer });
}

/** Sends a change that meets another version; null: the row is gone there. */
export async function collide(store: Store, stamp: CycleStamp, change: Change, theirs: BaseRow | null): Promise<void> {
  await sendOff(store, stamp, change.id);
  const answer = { status: 412, code: '0x80060882', message: 'Version mismatch', at: stamp.now };
  await fallBack(store, stamp, { changeId: change.id, state: { kind: 'conflict', theirs }, answer });
}

export async function changeOf(store: Store, id: ChangeId): Promise<Change> {
  const found = (await store.outbox()).find((change) => change.id === id);
  if (!found) throw new ContractBroken('the change in the outbox', undefined, id);
  return found;
}

export function query(more: Partial<ViewQuery> = {}): ViewQuery {
  return { table: 'order', sortColumn: 'name', direction: 'ascending', search: '', ...more };
}

export async function keysOf(view: View): Promise<string> {
  return (await view.window(0, 1_000)).map((seen) => seen.key).join(' ');
}

/** Waits until a view that tells of changes shows something; fails after a while. */
export async function shows(view: View, expected: string, what: string): Promise<void> {
  let last = await keysOf(view);
  await new Promise<void>((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const look = async () => {
      last = await keysOf(view);
      if (last === expected) settle();
    };
    const stop = view.subscribe(() => void look());
    const timer = setTimeout(settle, 4_000);
    void look();
  });
  if (last !== expected) throw new ContractBroken(what, last, expected);
}
