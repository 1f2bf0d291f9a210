import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import type { Attempt } from '../../src/core/failure.ts';
import { outcomeOfPull, outcomeOfPush } from '../../src/core/outcome.ts';
import type { BaseRow, ETag, RowKey } from '../../src/core/row.ts';
import { settle } from '../../src/core/settle.ts';
import { columnOf, type TableDefinition } from '../../src/core/table.ts';
import type { Portion, ServiceClient } from '../../src/service/service-client.ts';
import { never } from './client-under-test.ts';
import { type EmbeddedService, startEmbeddedService } from './start-embedded-service.ts';
import { changeOf } from './work-orders.ts';

let service: EmbeddedService;
let dana: ServiceClient;
let tables: readonly TableDefinition[];
let workOrders: TableDefinition;

beforeAll(async () => {
  service = await startEmbeddedService();
  dana = await service.clientFor('dana');
  tables = value(await dana.tables(never)).tables;
  workOrders = tableNamed('msdyn_workorder');
}, 120_000);
afterAll(() => service?.close());

function value<T>(attempt: Attempt<T>): T {
  if (!attempt.ok) throw new Error(JSON.stringify(attempt.failure));
  return attempt.value;
}

function tableNamed(name: string): TableDefinition {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** Follows next links to the end. */
async function readAll(client: ServiceClient, table: TableDefinition, first: Promise<Attempt<Portion>>) {
  const portions = [value(await first)];
  for (let next = portions[0]?.next ?? null; next !== null; next = portions.at(-1)?.next ?? null) {
    portions.push(value(await client.readOn(table, next, never)));
  }
  return { portions, rows: portions.flatMap((one) => one.rows), removals: portions.flatMap((one) => one.removals) };
}

function sending(change: Partial<Change>) {
  return changeOf({ table: workOrders.name, key: newKey(), ...change });
}

const newKey = () => crypto.randomUUID() as RowKey;

async function created(): Promise<BaseRow> {
  const row = value(
    await dana.send(sending({ kind: 'create', baseETag: null, values: { msdyn_name: 'New' } }), workOrders, never),
  );
  if (row === null) throw new Error('created and gone');
  return row;
}

describe('table definitions', () => {
  test('come with those first that others point to', () => {
    expect(tables.map((table) => table.name)).toEqual([
      'account',
      'contact',
      'msdyn_customerasset',
      'msdyn_workorder',
      'annotation',
      'bookableresourcebooking',
    ]);
  });

  test('know every kind of column, with its limits', () => {
    const kindOf = (name: string) => columnOf(workOrders, name)?.type;
    expect(workOrders).toMatchObject({
      setName: 'msdyn_workorders',
      label: 'Work Order',
      pluralLabel: 'Work Orders',
      keyColumn: 'msdyn_workorderid',
      nameColumn: 'msdyn_name',
      mayTrackChanges: true,
      privileges: { canCreate: true, canUpdate: true, canDelete: true },
    });
    expect(kindOf('msdyn_workorderid')).toEqual({ kind: 'key' });
    expect(kindOf('msdyn_name')).toEqual({ kind: 'text', maxLength: 100 });
    expect(kindOf('msdyn_workordersummary')).toMatchObject({ kind: 'long text' });
    expect(kindOf('msdyn_estimatedduration')).toMatchObject({ kind: 'integer', max: 1_000_000 });
    expect(kindOf('msdyn_discount')).toMatchObject({ kind: 'decimal', max: 100 });
    expect(kindOf('msdyn_totalamount')).toMatchObject({ kind: 'money' });
    expect(kindOf('msdyn_completeddate')).toEqual({ kind: 'date' });
    expect(kindOf('msdyn_timefrompromised')).toEqual({ kind: 'date and time' });
    expect(kindOf('msdyn_istaxable')).toEqual({ kind: 'yes/no', yes: 'Yes', no: 'No' });
    expect(kindOf('msdyn_priority')).toMatchObject({
      options: expect.arrayContaining([{ value: 192350000, label: 'Low' }]),
    });
    expect(kindOf('_msdyn_serviceaccount_value')).toMatchObject({ kind: 'lookup', targets: ['account'] });
    expect(columnOf(workOrders, '_ownerid_value')).toMatchObject({ type: { kind: 'other' }, isReadOnly: true });
    expect(columnOf(workOrders, '_owningbusinessunit_value')).toMatchObject({
      type: { kind: 'other' },
      isReadOnly: true,
    });
    expect(columnOf(workOrders, 'createdon')).toMatchObject({ isReadOnly: true });
    expect(columnOf(workOrders, 'msdyn_name')).toMatchObject({ isRequired: true, isReadOnly: false });
  });

  test('say what a reader may not do', async () => {
    const [first] = value(await (await service.clientFor('rita')).tables(never)).tables;
    expect(first?.privileges).toEqual({ canCreate: false, canUpdate: false, canDelete: false });
  });
});

describe('reading', () => {
  test('a full read brings every row once, in portions, with the count', async () => {
    const { portions, rows } = await readAll(dana, workOrders, dana.readFirst(workOrders, 'full read', never));
    expect(portions.length).toBeGreaterThan(3);
    expect(portions[0]?.count).toBe(rows.length);
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
    expect(portions.at(-1)).toMatchObject({ next: null, delta: null, epoch: expect.any(String) });
    for (const column of workOrders.columns) expect(rows[0]?.values).toHaveProperty([column.name]);
  });

  test('a tracked read ends with a link that answers with what changed and what left', async () => {
    const { portions } = await readAll(dana, workOrders, dana.readFirst(workOrders, 'delta link', never));
    const delta = portions.at(-1)?.delta;
    if (!delta) throw new Error('no delta link');
    const kept = await created();
    const gone = await created();
    value(await dana.send(sending({ kind: 'delete', key: gone.key, baseETag: gone.etag }), workOrders, never));
    const changed = await readAll(dana, workOrders, dana.readOn(workOrders, delta, never));
    expect(changed.rows).toEqual([kept]);
    expect(changed.removals).toEqual([gone.key]);
    expect(changed.portions.at(-1)?.delta).toMatch(/^http:\/\/localhost:4280\//);
  });

  test('a technician is refused tracking and reads in full', async () => {
    const tom = await service.clientFor('tom');
    const tracked = await tom.readFirst(workOrders, 'delta link', never);
    if (tracked.ok) throw new Error('tracking was not refused');
    expect(outcomeOfPull(tracked.failure, 'tracked read')).toEqual({ kind: 'track not' });
    const full = await readAll(tom, workOrders, tom.readFirst(workOrders, 'full read', never));
    expect(full.rows.length).toBeGreaterThan(0);
  });

  test('rows are counted', async () => {
    const all = await readAll(dana, tableNamed('account'), dana.readFirst(tableNamed('account'), 'full read', never));
    expect(value(await dana.count(tableNamed('account'), never))).toBe(all.rows.length);
  });
});

describe('writing', () => {
  test('a create sent twice creates once, and reading settles the second', async () => {
    const account = value(await dana.readFirst(tableNamed('account'), 'full read', never)).rows[0];
    const values = {
      msdyn_name: "O'Neil’s ☕",
      msdyn_totalamount: 12.34,
      msdyn_completeddate: '2026-02-28',
      msdyn_timefrompromised: '2026-02-28T10:00:00Z',
      msdyn_istaxable: true,
      msdyn_priority: 192350000,
      _msdyn_serviceaccount_value: account?.key ?? null,
      _msdyn_reportedbycontact_value: null,
    };
    const create = sending({ kind: 'create', baseETag: null, values });
    const row = value(await dana.send(create, workOrders, never));
    expect(row).toMatchObject({ key: create.key, etag: expect.any(String), values });
    const again = await dana.send(create, workOrders, never);
    if (again.ok) throw new Error('created twice');
    expect(outcomeOfPush(again.failure, create).kind).toBe('settle');
    expect(settle(create, workOrders, value(await dana.row(create, workOrders, never)))).toBe('applied');
  });

  test('an update carries its precondition: the second of two on one version is a conflict', async () => {
    const row = await created();
    const mine = sending({ key: row.key, baseETag: row.etag, values: { msdyn_name: 'Mine' } });
    const theirs = sending({ key: row.key, baseETag: row.etag, values: { msdyn_name: 'Theirs' } });
    const after = value(await dana.send(theirs, workOrders, never));
    expect(after).toMatchObject({ values: { msdyn_name: 'Theirs' } });
    expect(after?.etag).not.toBe(row.etag);
    const refused = await dana.send(mine, workOrders, never);
    if (refused.ok) throw new Error('overwritten');
    expect(outcomeOfPush(refused.failure, mine)).toEqual({ kind: 'settle', ifUntouched: 'retry' });
    const current = value(await dana.row(mine, workOrders, never));
    expect([settle(mine, workOrders, current), settle(theirs, workOrders, current)]).toEqual(['conflict', 'applied']);
  });

  test('a lookup is set and cleared', async () => {
    const row = await created();
    const account = value(await dana.readFirst(tableNamed('account'), 'full read', never)).rows[0];
    const set = sending({
      key: row.key,
      baseETag: row.etag,
      values: { _msdyn_serviceaccount_value: account?.key ?? null },
    });
    const withAccount = value(await dana.send(set, workOrders, never));
    expect(withAccount?.values._msdyn_serviceaccount_value).toBe(account?.key);
    const clear = sending({
      key: row.key,
      baseETag: withAccount?.etag ?? null,
      values: { _msdyn_serviceaccount_value: null },
    });
    expect(value(await dana.send(clear, workOrders, never))?.values._msdyn_serviceaccount_value).toBeNull();
  });

  test('a delete sent twice is settled by finding nothing; of another version it is a conflict', async () => {
    const row = await created();
    const stale = sending({ kind: 'delete', key: row.key, baseETag: 'W/"0"' as ETag });
    const refused = await dana.send(stale, workOrders, never);
    if (refused.ok) throw new Error('deleted without its version');
    expect(settle(stale, workOrders, value(await dana.row(stale, workOrders, never)))).toBe('conflict');
    const remove = sending({ kind: 'delete', key: row.key, baseETag: row.etag });
    expect(value(await dana.send(remove, workOrders, never))).toBeNull();
    const again = await dana.send(remove, workOrders, never);
    if (again.ok) throw new Error('deleted twice');
    expect(outcomeOfPush(again.failure, remove)).toEqual({ kind: 'settle', ifUntouched: 'park' });
    expect(settle(remove, workOrders, value(await dana.row(remove, workOrders, never)))).toBe('applied');
  });

  test('what a reader may not do is parked', async () => {
    const rita = await service.clientFor('rita');
    const create = sending({ kind: 'create', baseETag: null, values: { msdyn_name: 'No' } });
    const refused = await rita.send(create, workOrders, never);
    if (refused.ok) throw new Error('a reader wrote');
    expect(refused.failure).toMatchObject({ kind: 'refused', status: 403, code: '0x80040220' });
    expect(outcomeOfPush(refused.failure, create)).toEqual({ kind: 'park' });
  });
});
