import type { Column, ColumnType, ManyToMany, Table } from '../odata/table.ts';

function column(name: string, label: string, type: ColumnType): Column {
  return { name, label, type, isRequired: false, isReadOnly: true };
}
const required = (base: Column): Column => ({ ...base, isRequired: true });
const text = (name: string, label: string): Column => required(column(name, label, { kind: 'text', maxLength: 160 }));
const unit = (name: string, label: string): Column =>
  column(name, label, { kind: 'lookup', targets: ['businessunit'], onDelete: 'restrict' });

const dated: readonly Column[] = [
  column('createdon', 'Created On', { kind: 'datetime' }),
  column('modifiedon', 'Modified On', { kind: 'datetime' }),
];

type Names = Pick<Table, 'name' | 'setName' | 'schemaName' | 'label' | 'pluralLabel' | 'nameColumn'>;

function systemTable(names: Names, columns: readonly Column[]): Table {
  const key = `${names.name}id`;
  return {
    ...names,
    key,
    ownership: 'organization',
    isSystem: true,
    duplicateRules: [],
    columns: [required(column(key, names.label, { kind: 'key' })), ...columns, ...dated],
  };
}

const businessUnit = systemTable(
  {
    name: 'businessunit',
    setName: 'businessunits',
    schemaName: 'BusinessUnit',
    label: 'Business Unit',
    pluralLabel: 'Business Units',
    nameColumn: 'name',
  },
  [text('name', 'Name'), unit('parentbusinessunitid', 'Parent Business')],
);

const systemUser = systemTable(
  {
    name: 'systemuser',
    setName: 'systemusers',
    schemaName: 'SystemUser',
    label: 'User',
    pluralLabel: 'Users',
    nameColumn: 'fullname',
  },
  [
    text('fullname', 'Full Name'),
    text('domainname', 'User Name'),
    required(unit('businessunitid', 'Business Unit')),
    required(column('isdisabled', 'Status', { kind: 'boolean', trueLabel: 'Disabled', falseLabel: 'Enabled' })),
  ],
);

const team = systemTable(
  {
    name: 'team',
    setName: 'teams',
    schemaName: 'Team',
    label: 'Team',
    pluralLabel: 'Teams',
    nameColumn: 'name',
  },
  [text('name', 'Team Name'), required(unit('businessunitid', 'Business Unit'))],
);

export const systemTables: readonly Table[] = [businessUnit, systemUser, team];

export const systemManyToMany: readonly ManyToMany[] = [
  {
    name: 'teammembership',
    first: { table: 'team', navigation: 'teammembership_association' },
    second: { table: 'systemuser', navigation: 'teammembership_association' },
  },
];
