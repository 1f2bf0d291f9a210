import type { PrivilegeType } from '../../../server/identity/privileges.ts';
import type { Sent } from '../batch-fixture.ts';
import { sampleRow, territoryRow } from '../sample-data.ts';
import { personId } from '../sample-people.ts';
import { base, dataPath } from '../service-fixture.ts';
import type { Table } from './oracle.ts';
import { setOf } from './stage.ts';

export type Operation = {
  readonly name: string;
  /** For the row with this key. */
  readonly ask: (key: string) => Sent;
  /** Beside Read on the row; null where more than one row decides. */
  readonly needs: readonly PrivilegeType[] | null;
  /** It makes the row where there is none, so that an absent row is no twin of an invisible one. */
  readonly makes?: true;
};

const nameColumn: Readonly<Record<Table, string>> = {
  account: 'name',
  contact: 'fullname',
  annotation: 'subject',
  salesorder: 'name',
  territory: 'name',
};
/** One navigation property of each kind. */
const singles: Readonly<Record<Table, readonly string[]>> = {
  account: ['primarycontactid', 'owninguser', 'owningbusinessunit', 'territoryid'],
  contact: ['parentaccountid', 'owninguser'],
  annotation: ['objectid_account', 'objectid_contact', 'replytoid'],
  salesorder: ['customerid', 'billtoid_contact', 'owningteam'],
  territory: [],
};
const collections: Readonly<Record<Table, readonly string[]>> = {
  account: ['contact_parentaccountid', 'annotation_objectid_account', 'account_territories', 'account_competitors'],
  contact: ['account_primarycontactid', 'contact_salesorders'],
  annotation: ['annotation_replytoid'],
  salesorder: ['salesorder_contacts'],
  territory: ['territory_accounts'],
};

export function readsOf(table: Table): readonly Operation[] {
  const set = setOf[table];
  const get = (name: string, url: (key: string) => string, headers: Record<string, string> = {}): Operation => ({
    name,
    ask: (key) => ({ method: 'GET', url: url(key), headers }),
    needs: null,
  });
  return [
    { ...get('read', (key) => `${set}(${key})`), needs: [] },
    { ...get('read some columns', (key) => `${set}(${key})?$select=${nameColumn[table]}`), needs: [] },
    { ...get('read annotated', (key) => `${set}(${key})`, { prefer: 'odata.include-annotations="*"' }), needs: [] },
    get('read if changed', (key) => `${set}(${key})`, { 'if-none-match': 'W/"1"' }),
    get('find', (key) => `${set}?$filter=${table}id eq ${key}&$count=true`),
    get(
      'find by in',
      (key) => `${set}?$filter=Microsoft.Dynamics.CRM.In(PropertyName='${table}id',PropertyValues=["${key}"])`,
    ),
    get('read a column', (key) => `${set}(${key})/${nameColumn[table]}`),
    ...singles[table].flatMap((to) => [
      get(`follow ${to}`, (key) => `${set}(${key})/${to}`),
      get(`refer ${to}`, (key) => `${set}(${key})/${to}/$ref`),
      get(`expand ${to}`, (key) => `${set}(${key})?$expand=${to}`),
    ]),
    ...collections[table].flatMap((to) => [
      get(`collect ${to}`, (key) => `${set}(${key})/${to}`),
      get(`collect references ${to}`, (key) => `${set}(${key})/${to}/$ref`),
      get(`expand ${to}`, (key) => `${set}(${key})?$expand=${to}`),
    ]),
  ];
}

export function writesOf(table: Table): readonly Operation[] {
  const set = setOf[table];
  const column = nameColumn[table];
  const ask =
    (method: string, url: (key: string) => string, sent: Partial<Sent> = {}) =>
    (key: string) => ({
      method,
      url: url(key),
      ...sent,
    });
  const row = (key: string): string => `${set}(${key})`;
  const body = { [column]: 'written' };
  const anyVersion = { 'if-match': '*' };
  const update: readonly Operation[] = [
    { name: 'update', ask: ask('PATCH', row, { body, headers: anyVersion }), needs: ['Write'] },
    { name: 'update as changed', ask: ask('PATCH', row, { body, headers: { 'if-match': 'W/"1"' } }), needs: null },
    { name: 'upsert', ask: ask('PATCH', row, { body }), needs: null, makes: true },
    {
      name: 'create only',
      ask: ask('PATCH', row, { body, headers: { 'if-none-match': '*' } }),
      needs: null,
      makes: true,
    },
    {
      name: 'create with key',
      ask: (key) => ({ method: 'POST', url: set, body: { ...body, [`${table}id`]: key } }),
      needs: null,
      makes: true,
    },
    {
      name: 'set a column',
      ask: ask('PUT', (key) => `${row(key)}/${column}`, { body: { value: 'x' } }),
      needs: ['Write'],
    },
    { name: 'wrong value', ask: ask('PATCH', row, { body: { [column]: 7 }, headers: anyVersion }), needs: null },
    {
      name: 'with duplicates told',
      ask: ask('PATCH', row, { body, headers: { ...anyVersion, 'mscrm.suppressduplicatedetection': 'false' } }),
      needs: null,
    },
    { name: 'delete as changed', ask: ask('DELETE', row, { headers: { 'if-match': 'W/"1"' } }), needs: null },
    // What points to the row has a say too.
    {
      name: 'delete',
      ask: ask('DELETE', row),
      needs: table === 'salesorder' || table === 'annotation' ? ['Delete'] : null,
    },
  ];
  if (table === 'territory') return update;
  // Of whom no case has a row: to be given what one has already changes nothing, and takes nothing.
  const dave = `/systemusers(${personId('dave')})`;
  return [
    ...update,
    {
      name: 'assign',
      ask: ask('PATCH', row, { body: { 'ownerid@odata.bind': dave }, headers: anyVersion }),
      needs: ['Write', 'Assign'],
    },
    {
      name: 'assign by reference',
      ask: ask('PUT', (key) => `${row(key)}/ownerid/$ref`, { body: { '@odata.id': dave.slice(1) } }),
      needs: ['Write', 'Assign'],
    },
    ...linksOf(table),
  ];
}

/** The row as the one that points, and as the one that is pointed to. */
function linksOf(table: Table): readonly Operation[] {
  const set = setOf[table];
  const link = (name: string, ask: (key: string) => Sent): Operation => ({ name, ask, needs: null });
  const to = (url: string) => ({ '@odata.id': `${base}${dataPath}/${url}` });
  const visible = `territories(${territoryRow(0)})`;
  // Of somebody whom the person may or may not see: what it says may depend on that, not on the row asked for.
  const other = (kind: 'account' | 'contact' | 'salesorder') => `${setOf[kind]}(${sampleRow(kind, 'basil')})`;
  switch (table) {
    case 'account':
      return [
        link('point', (key) => ({ method: 'PUT', url: `${set}(${key})/territoryid/$ref`, body: to(visible) })),
        link('unpoint', (key) => ({ method: 'DELETE', url: `${set}(${key})/territoryid/$ref` })),
        link('associate', (key) => ({
          method: 'POST',
          url: `${set}(${key})/account_territories/$ref`,
          body: to(visible),
        })),
        link('associate to', (key) => ({
          method: 'POST',
          url: `${visible}/territory_accounts/$ref`,
          body: to(`${set}(${key})`),
        })),
        link('disassociate', (key) => ({
          method: 'DELETE',
          url: `${set}(${key})/account_territories(${territoryRow(0)})/$ref`,
        })),
        link('disassociate from', (key) => ({ method: 'DELETE', url: `${visible}/territory_accounts(${key})/$ref` })),
        link('note about', (key) => ({
          method: 'POST',
          url: 'annotations',
          body: { subject: 'x', 'objectid_account@odata.bind': `/accounts(${key})` },
        })),
        link('order of', (key) => ({
          method: 'POST',
          url: 'salesorders',
          body: { name: 'x', 'customerid@odata.bind': `/accounts(${key})` },
        })),
        link('add to collection', (key) => ({
          method: 'POST',
          url: `${set}(${key})/contact_parentaccountid/$ref`,
          body: to(other('contact')),
        })),
      ];
    case 'contact':
      return [
        link('be pointed to', (key) => ({
          method: 'PATCH',
          url: other('account'),
          body: { 'primarycontactid@odata.bind': `/contacts(${key})` },
          headers: { 'if-match': '*' },
        })),
        link('be added', (key) => ({
          method: 'POST',
          url: `${other('account')}/contact_parentaccountid/$ref`,
          body: to(`contacts(${key})`),
        })),
        link('be taken out', (key) => ({
          method: 'DELETE',
          url: `${other('account')}/contact_parentaccountid(${key})/$ref`,
        })),
        link('associate to', (key) => ({
          method: 'POST',
          url: `${other('salesorder')}/salesorder_contacts/$ref`,
          body: to(`contacts(${key})`),
        })),
      ];
    case 'salesorder':
      return [
        link('associate', (key) => ({
          method: 'POST',
          url: `${set}(${key})/salesorder_contacts/$ref`,
          body: to(other('contact')),
        })),
      ];
    case 'annotation':
      return [
        link('answer', (key) => ({
          method: 'POST',
          url: 'annotations',
          body: { subject: 'x', 'replytoid@odata.bind': `/annotations(${key})` },
        })),
      ];
    case 'territory':
      return [];
  }
}
