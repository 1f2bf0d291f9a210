import { systemManyToMany, systemTables } from '../../server/identity/system-tables.ts';
import {
  type Column,
  type ColumnType,
  type DeleteBehavior,
  indexTables,
  type ManyToMany,
  type Table,
  type Tables,
} from '../../server/odata/table.ts';

/**
 * Tables for tests alone, one of each kind: owned by people and by the organisation; lookups that restrict, cascade and
 * let go, with one and with several targets and onto their own table; N:N between two tables and within one.
 */

const column = (name: string, type: ColumnType): Column => ({
  name,
  label: name,
  type,
  isRequired: false,
  isReadOnly: false,
});
const required = (base: Column): Column => ({ ...base, isRequired: true });
const readOnly = (base: Column): Column => ({ ...base, isReadOnly: true });
const key = (name: string): Column => required(column(name, { kind: 'key' }));
const textColumn = (name: string, maxLength: number): Column => column(name, { kind: 'text', maxLength });
const lookup = (name: string, onDelete: DeleteBehavior, ...targets: readonly string[]): Column =>
  column(name, { kind: 'lookup', targets, onDelete });

const dated = [
  readOnly(column('createdon', { kind: 'datetime' })),
  readOnly(column('modifiedon', { kind: 'datetime' })),
];
const owned = [
  required(column('ownerid', { kind: 'owner' })),
  required(readOnly(lookup('owningbusinessunit', 'restrict', 'businessunit'))),
];

type Names = Pick<Table, 'name' | 'setName' | 'key' | 'nameColumn' | 'ownership'>;

function sampleTable(names: Names, columns: readonly Column[], duplicateRules: Table['duplicateRules'] = []): Table {
  return {
    ...names,
    schemaName: names.name.charAt(0).toUpperCase() + names.name.slice(1),
    label: names.name,
    pluralLabel: names.setName,
    isSystem: false,
    duplicateRules,
    columns: [key(names.key), ...columns, ...dated, ...(names.ownership === 'user' ? owned : [])],
  };
}

const states = [
  { value: 0, label: 'Active' },
  { value: 1, label: 'Inactive' },
] as const;

export const account = sampleTable(
  { name: 'account', setName: 'accounts', key: 'accountid', nameColumn: 'name', ownership: 'user' },
  [
    required(textColumn('name', 160)),
    textColumn('accountnumber', 20),
    textColumn('emailaddress1', 100),
    column('numberofemployees', { kind: 'integer', min: 0, max: 1_000_000 }),
    column('creditlimit', { kind: 'money', min: 0, max: 1_000_000_000, precision: 2 }),
    column('rating', { kind: 'double', min: -1_000, max: 1_000 }),
    column('lastvisit', { kind: 'datetime' }),
    column('donotemail', { kind: 'boolean', trueLabel: 'Do Not Allow', falseLabel: 'Allow' }),
    column('description', { kind: 'memo', maxLength: 2_000 }),
    lookup('primarycontactid', 'removeLink', 'contact'),
    lookup('parentaccountid', 'removeLink', 'account'),
    lookup('territoryid', 'removeLink', 'territory'),
  ],
  [['accountnumber'], ['name', 'emailaddress1']],
);

export const contact = sampleTable(
  { name: 'contact', setName: 'contacts', key: 'contactid', nameColumn: 'fullname', ownership: 'user' },
  [
    required(textColumn('fullname', 160)),
    textColumn('emailaddress1', 100),
    column('birthdate', { kind: 'date' }),
    column('statecode', { kind: 'choice', choices: states }),
    lookup('parentaccountid', 'removeLink', 'account'),
  ],
  [['emailaddress1', 'birthdate']],
);

/** A note goes with what it is about, and with the note that it answers. */
export const annotation = sampleTable(
  { name: 'annotation', setName: 'annotations', key: 'annotationid', nameColumn: 'subject', ownership: 'user' },
  [
    required(textColumn('subject', 500)),
    column('notetext', { kind: 'memo', maxLength: 100_000 }),
    lookup('objectid', 'cascade', 'account', 'contact', 'salesorder'),
    lookup('mentionedid', 'removeLink', 'account', 'contact'),
    lookup('replytoid', 'cascade', 'annotation'),
  ],
);

/** Who has orders stays, and so does who pays for them. */
export const salesorder = sampleTable(
  { name: 'salesorder', setName: 'salesorders', key: 'salesorderid', nameColumn: 'name', ownership: 'user' },
  [
    required(textColumn('name', 300)),
    column('totalamount', { kind: 'money', min: 0, max: 1_000_000_000, precision: 2 }),
    required(lookup('customerid', 'restrict', 'account')),
    lookup('billtoid', 'restrict', 'account', 'contact'),
  ],
);

export const territory = sampleTable(
  { name: 'territory', setName: 'territories', key: 'territoryid', nameColumn: 'name', ownership: 'organization' },
  [required(textColumn('name', 200))],
);

const manyToMany: readonly ManyToMany[] = [
  {
    name: 'salesorder_contact',
    first: { table: 'salesorder', navigation: 'salesorder_contacts' },
    second: { table: 'contact', navigation: 'contact_salesorders' },
  },
  {
    name: 'account_territory',
    first: { table: 'account', navigation: 'account_territories' },
    second: { table: 'territory', navigation: 'territory_accounts' },
  },
  {
    name: 'account_competitor',
    first: { table: 'account', navigation: 'account_competitors' },
    second: { table: 'account', navigation: 'account_competitorof' },
  },
];

export const sampleTables: Tables = indexTables(
  [account, contact, annotation, salesorder, territory, ...systemTables],
  [...manyToMany, ...systemManyToMany],
);
