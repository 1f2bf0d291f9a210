import { type Column, type Table as Definition, wireName } from '../../../server/odata/table.ts';
import type { Sent } from '../batch-fixture.ts';
import { sampleTables } from '../sample-tables.ts';
import { matrixNames, type Table } from './oracle.ts';
import { keyOf, setOf } from './stage.ts';

/** Single-valued and collection-valued navigation, by table and where it leads. */
const singles: Readonly<Record<Table, readonly (readonly [string, Table])[]>> = {
  account: [
    ['primarycontactid', 'contact'],
    ['parentaccountid', 'account'],
    ['territoryid', 'territory'],
  ],
  contact: [['parentaccountid', 'account']],
  annotation: [
    ['objectid_account', 'account'],
    ['objectid_contact', 'contact'],
    ['mentionedid_account', 'account'],
    ['replytoid', 'annotation'],
  ],
  salesorder: [
    ['customerid', 'account'],
    ['billtoid_contact', 'contact'],
    ['billtoid_account', 'account'],
  ],
  territory: [],
};
const collections: Readonly<Record<Table, readonly (readonly [string, Table])[]>> = {
  account: [
    ['contact_parentaccountid', 'contact'],
    ['annotation_objectid_account', 'annotation'],
    ['salesorder_customerid', 'salesorder'],
    ['account_territories', 'territory'],
    ['account_competitors', 'account'],
    ['account_competitorof', 'account'],
  ],
  contact: [
    ['account_primarycontactid', 'account'],
    ['annotation_objectid_contact', 'annotation'],
    ['contact_salesorders', 'salesorder'],
  ],
  annotation: [['annotation_replytoid', 'annotation']],
  salesorder: [['salesorder_contacts', 'contact']],
  territory: [
    ['account_territoryid', 'account'],
    ['territory_accounts', 'account'],
  ],
};
const nameColumn: Readonly<Record<Table, string>> = {
  account: 'name',
  contact: 'fullname',
  annotation: 'subject',
  salesorder: 'name',
  territory: 'name',
};

function definition(table: Table): Definition {
  const found = sampleTables.byName.get(table);
  if (found === undefined) throw new Error(`no table ${table}`);
  return found;
}

function filtersOnColumn(column: Column, path: string): readonly string[] {
  switch (column.type.kind) {
    case 'text':
    case 'memo':
      return [`${path} ne null`, `contains(${path},'sam')`, `not startswith(${path},'a')`, `${path} gt 'm'`];
    case 'integer':
    case 'money':
    case 'double':
    case 'decimal':
      return [`${path} gt 1`, `${path} ne null`];
    case 'owner':
      return [`${path} ne null`];
    case 'choice':
      return [`${path} eq 0`, `${path} in (0,1)`];
    default:
      return [`${path} eq null`];
  }
}

/** Every way to ask with `$filter`: columns, lookup paths of one and two steps, any and all, and functions. */
function filters(table: Table): readonly string[] {
  const columns = definition(table).columns.flatMap((column) => filtersOnColumn(column, wireName(column)));
  const paths = singles[table].flatMap(([name, target]) => {
    const far = `${name}/${nameColumn[target]}`;
    return [
      `${far} ne null`,
      `${far} eq null`,
      `not contains(${far},'basil')`,
      `${far} eq '${target} sam 1'`,
      `not (${far} eq '${target} sam 1')`,
      `${name}/${target}id ne null`,
      `${name}/createdon gt 2001-01-01T00:00:00Z`,
      `${name}/owninguser/fullname ne null`,
      ...singles[target].map(([next, last]) => `${name}/${next}/${nameColumn[last]} ne null`),
    ];
  });
  const lambdas = collections[table].flatMap(([name, target]) => {
    const far = nameColumn[target];
    return [
      `${name}/any()`,
      `not ${name}/any()`,
      `${name}/any(x:contains(x/${far},'sam'))`,
      `${name}/all(x:contains(x/${far},'basil'))`,
      `${name}/any(x:x/owninguser/fullname ne null)`,
      ...singles[target].map(([next, last]) => `${name}/any(x:x/${next}/${nameColumn[last]} ne null)`),
      ...collections[target].slice(0, 2).map(([next]) => `${name}/any(x:x/${next}/any())`),
    ];
  });
  const crm = 'Microsoft.Dynamics.CRM';
  const functions =
    table === 'territory'
      ? []
      : ['EqualUserId', 'EqualUserTeams', 'EqualUserOrUserTeams', 'NotEqualUserId'].map(
          (name) => `${crm}.${name}(PropertyName='ownerid')`,
        );
  return [...columns, ...paths, ...lambdas, ...functions, `${crm}.LastXDays(PropertyName='createdon',PropertyValue=5)`];
}

const annotated = { prefer: 'odata.include-annotations="*"' };

/** Questions about a table, made from its definition. None of them names a row. */
export function questionsAbout(table: Table): readonly Sent[] {
  const set = setOf[table];
  const columns = definition(table).columns;
  const get = (url: string, headers: Readonly<Record<string, string>> = {}): Sent => ({ method: 'GET', url, headers });
  const name = nameColumn[table];
  return [
    get(set),
    get(set, annotated),
    get(`${set}?$count=true&$top=1`),
    get(`${set}/$count`),
    get(set, { prefer: 'odata.maxpagesize=3' }),
    get(set, { prefer: 'odata.track-changes' }),
    get(`RetrieveTotalRecordCount(EntityNames=['${table}'])`),
    get(`${set}?savedQuery=11111111-1111-4111-8111-111111111111`),
    ...columns.flatMap((column) => [
      get(`${set}?$select=${name}&$orderby=${wireName(column)} desc&$top=3`),
      get(`${set}?$select=${wireName(column)}`, annotated),
    ]),
    ...singles[table].flatMap(([to, target]) => [
      get(`${set}?$select=${name}&$orderby=${to}/${nameColumn[target]}&$top=3`),
      get(`${set}?$select=${name}&$expand=${to}`),
      get(`${set}?$select=${name}&$expand=${to}($select=${nameColumn[target]})`, annotated),
      ...singles[target].map(([next, last]) =>
        get(
          `${set}?$select=${name}&$expand=${to}($select=${nameColumn[target]};$expand=${next}($select=${nameColumn[last]}))`,
        ),
      ),
      ...collections[target].slice(0, 2).map(([next]) => get(`${set}?$select=${name}&$expand=${to}($expand=${next})`)),
    ]),
    ...collections[table].map(([to, target]) =>
      get(`${set}?$select=${name}&$expand=${to}($select=${nameColumn[target]})`),
    ),
    ...filters(table).map((filter) => get(`${set}?$select=${name}&$count=true&$filter=${encodeURIComponent(filter)}`)),
    // From rows that some people see and others do not.
    ...(['basil', 'sam'] as const).flatMap((owner) => {
      const row = `${set}(${keyOf({ table, owner, at: 1 })})`;
      const links = [...singles[table], ...collections[table]];
      return [
        get(row, annotated),
        ...links.flatMap(([to]) => [
          get(`${row}/${to}`),
          get(`${row}/${to}/$ref`),
          get(`${row}/${to}/$count`),
          get(`${row}?$expand=${to}`),
        ]),
      ];
    }),
  ];
}

/** Questions about the service itself. */
export const questionsAboutAll: readonly Sent[] = [
  'WhoAmI',
  'EntityDefinitions',
  'systemusers?$select=fullname',
  'teams',
  'businessunits',
  ...matrixNames.slice(0, 2).map((name) => `systemusers?$filter=fullname eq '${name} sample'`),
  'systemusers?$filter=owninguser_account/any()',
  'savedqueries',
  'systemforms',
].map((url) => ({ method: 'GET', url }));
