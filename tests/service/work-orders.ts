import type { Change, ChangeId } from '../../src/core/change.ts';
import type { ETag, RowKey } from '../../src/core/row.ts';
import type { ColumnType, TableDefinition } from '../../src/core/table.ts';

const column = (name: string, type: ColumnType, isReadOnly = false) => ({
  name,
  label: name,
  type,
  isRequired: false,
  isReadOnly,
});

/** A table with a column of every kind, for tests of the client. */
export const workOrders: TableDefinition = {
  name: 'msdyn_workorder',
  setName: 'msdyn_workorders',
  label: 'Work order',
  pluralLabel: 'Work orders',
  keyColumn: 'msdyn_workorderid',
  nameColumn: 'msdyn_name',
  columns: [
    column('msdyn_workorderid', { kind: 'key' }, true),
    column('msdyn_name', { kind: 'text', maxLength: 100 }),
    column('notes', { kind: 'long text', maxLength: 2000 }),
    column('duration', { kind: 'integer', min: 0, max: 1000 }),
    column('hours', { kind: 'decimal', min: 0, max: 100, precision: 2 }),
    column('total', { kind: 'money', min: 0, max: 1e9, precision: 2 }),
    column('urgent', { kind: 'yes/no', yes: 'Yes', no: 'No' }),
    column('duedate', { kind: 'date' }),
    column('starts', { kind: 'date and time' }),
    column('status', { kind: 'choice', options: [{ value: 1, label: 'Open' }] }),
    column('_account_value', { kind: 'lookup', targets: ['account'], navigation: 'msdyn_Account' }),
    column('_ownerid_value', { kind: 'other', wireType: 'OwnerType' }, true),
    column('modifiedon', { kind: 'date and time' }, true),
  ],
  privileges: { canCreate: true, canUpdate: true, canDelete: true },
  mayTrackChanges: true,
  modifiedColumn: null,
  rowFilter: null,
  intervalMs: null,
};

export const accounts: TableDefinition = {
  ...workOrders,
  name: 'account',
  setName: 'accounts',
  keyColumn: 'accountid',
  nameColumn: 'name',
  columns: [column('accountid', { kind: 'key' }, true), column('name', { kind: 'text', maxLength: 100 })],
};

export const key1 = '11111111-1111-4111-8111-111111111111' as RowKey;
export const key2 = '22222222-2222-4222-8222-222222222222' as RowKey;
export const accountKey = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const etag1 = 'W/"1"' as ETag;

/** A change on its way out. */
export function changeOf(parts: Partial<Change>): Change {
  return {
    id: 'c1' as ChangeId,
    order: 1,
    kind: 'update',
    table: workOrders.name,
    key: key1,
    values: {},
    oldValues: {},
    baseETag: etag1,
    dependsOn: [],
    savedAt: 0,
    attempts: 1,
    state: { kind: 'sending', fence: 1, isRepeat: false },
    lastAnswer: null,
    group: null,
    merge: null,
    origin: 'here',
    ...parts,
  };
}
