import type { ColumnDefinition, ColumnType, TableDefinition, TablePrivileges } from '../../../src/core/table.ts';

function column(name: string, label: string, type: ColumnType, more: Partial<ColumnDefinition> = {}): ColumnDefinition {
  return { name, label, type, isRequired: false, isReadOnly: false, ...more };
}

const text = (maxLength: number): ColumnType => ({ kind: 'text', maxLength });
const changed = column('modifiedon', 'Changed', { kind: 'date and time' }, { isReadOnly: true });

/** Field service, in miniature: every kind of column is in it. */
export function fakeTables(privileges: TablePrivileges): readonly TableDefinition[] {
  const common = { privileges, mayTrackChanges: true, modifiedColumn: 'modifiedon', rowFilter: null, intervalMs: null };
  return [
    {
      ...common,
      name: 'account',
      setName: 'accounts',
      label: 'Account',
      pluralLabel: 'Accounts',
      keyColumn: 'accountid',
      nameColumn: 'name',
      columns: [
        column('accountid', 'Account', { kind: 'key' }, { isReadOnly: true }),
        column('name', 'Name', text(160), { isRequired: true }),
        column('address1_city', 'City', text(80)),
        column('telephone1', 'Phone', text(50)),
        column('revenue', 'Annual revenue', { kind: 'money', min: 0, max: 1e12, precision: 2 }),
        changed,
      ],
    },
    {
      ...common,
      name: 'contact',
      setName: 'contacts',
      label: 'Contact',
      pluralLabel: 'Contacts',
      keyColumn: 'contactid',
      nameColumn: 'fullname',
      columns: [
        column('contactid', 'Contact', { kind: 'key' }, { isReadOnly: true }),
        column('fullname', 'Full name', text(160), { isRequired: true }),
        column('_parentcustomerid_value', 'Account', {
          kind: 'lookup',
          targets: ['account'],
          navigation: 'parentcustomerid_account',
        }),
        column('emailaddress1', 'Email', text(100)),
        column('birthdate', 'Birthday', { kind: 'date' }),
        changed,
      ],
    },
    {
      ...common,
      name: 'lf_workorder',
      setName: 'lf_workorders',
      label: 'Work order',
      pluralLabel: 'Work orders',
      keyColumn: 'lf_workorderid',
      nameColumn: 'lf_name',
      columns: [
        column('lf_workorderid', 'Work order', { kind: 'key' }, { isReadOnly: true }),
        column('lf_name', 'Name', text(100), { isRequired: true }),
        column('lf_status', 'Status', { kind: 'choice', options: statuses }, { isRequired: true }),
        column('_lf_account_value', 'Account', { kind: 'lookup', targets: ['account'], navigation: 'lf_account' }),
        column('lf_due', 'Due', { kind: 'date' }),
        column('lf_start', 'Start', { kind: 'date and time' }),
        column('lf_price', 'Price', { kind: 'money', min: 0, max: 1_000_000, precision: 2 }),
        column('lf_hours', 'Hours', { kind: 'decimal', min: 0, max: 100, precision: 2 }),
        column('lf_visits', 'Visits', { kind: 'integer', min: 0, max: 20 }),
        column('lf_urgent', 'Urgent', { kind: 'yes/no', yes: 'Yes', no: 'No' }),
        column('lf_notes', 'Notes', { kind: 'long text', maxLength: 2000 }),
        changed,
      ],
    },
  ];
}

export const statuses = [
  { value: 1, label: 'Planned' },
  { value: 2, label: 'On site' },
  { value: 3, label: 'Waiting for parts' },
  { value: 4, label: 'Done' },
];
