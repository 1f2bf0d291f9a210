import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextOwner, rowOwners, sampleData, sampleRow } from './sample-data.ts';
import { crewId, personId } from './sample-people.ts';
import {
  errorOf,
  type Json,
  openService,
  readAll,
  rowsOf,
  type SignedIn,
  type TestService,
} from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;

beforeAll(async () => {
  service = await openService({ data: sampleData });
  gwen = await service.as('gwen');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const keyed = async (person: SignedIn, set: string, key: string): Promise<ReadonlyMap<unknown, Json>> =>
  new Map((await readAll(person, set)).rows.map((row) => [row[key], row]));
const withoutEtag = (row: Json | undefined): Json | null => {
  if (row === undefined) return null;
  const { '@odata.etag': _, ...rest } = row;
  return rest;
};

describe('§2.2 $expand of single-valued navigation', () => {
  it.each(['gwen', 'dave', 'lola', 'basil', 'tia'])(
    'shows %s what they see, and null for what they do not',
    async (name) => {
      const person = await service.as(name);
      const [contacts, accounts] = [
        await keyed(person, 'contacts', 'contactid'),
        await keyed(person, 'accounts', 'accountid'),
      ];
      const { rows } = await readAll(
        person,
        'accounts?$select=name,_primarycontactid_value&$expand=primarycontactid($select=fullname,_parentaccountid_value;' +
          '$expand=parentaccountid($select=name)),owninguser($select=fullname),owningteam($select=name)',
        { prefer: 'odata.maxpagesize=5' },
      );
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) {
        const contact = contacts.get(row._primarycontactid_value);
        const account = accounts.get(contact?._parentaccountid_value);
        const expected =
          contact === undefined
            ? null
            : {
                contactid: contact.contactid,
                fullname: contact.fullname,
                _parentaccountid_value: contact._parentaccountid_value,
                parentaccountid: account === undefined ? null : { accountid: account.accountid, name: account.name },
              };
        expect(row.primarycontactid).toEqual(expected);
        const owner = String(accounts.get(row.accountid)?._ownerid_value);
        expect(row.owningteam).toEqual(owner === crewId ? { teamid: crewId, name: 'crew' } : null);
        expect((row.owninguser as Json | null)?.systemuserid ?? crewId).toBe(owner);
      }
      const hidden = rows.filter((row) => row._primarycontactid_value !== null && row.primarycontactid === null);
      expect(hidden.length > 0).toBe(name !== 'gwen');
    },
  );

  it('shows every column where none is selected, and none of the ETag', async () => {
    const contacts = await keyed(gwen, 'contacts', 'contactid');
    const id = sampleRow('account', 'sam');
    const { body } = await gwen.get(`accounts(${id})?$expand=primarycontactid`);
    expect(body.primarycontactid).toEqual(withoutEtag(contacts.get(sampleRow('contact', 'sam'))));
    expect(body['@odata.context']).toBe(
      'http://service.test/api/data/v9.2/$metadata#accounts(primarycontactid())/$entity',
    );
    const selected = await gwen.get(`accounts(${id})?$select=name&$expand=primarycontactid($select=fullname)`);
    expect(Object.keys(selected.body)).toEqual([
      '@odata.context',
      '@odata.etag',
      'accountid',
      'name',
      'primarycontactid',
    ]);
    expect(selected.body['@odata.context']).toContain('#accounts(name,primarycontactid(fullname))/$entity');
  });

  it('follows a lookup with several targets by the property of each', async () => {
    const { rows } = await readAll(
      gwen,
      'annotations?$select=subject,_objectid_value&$expand=objectid_account($select=name),objectid_contact($select=fullname)',
    );
    for (const row of rows) {
      const { objectid_account: account, objectid_contact: contact } = row as Record<string, Json | null>;
      expect([account?.accountid ?? null, contact?.contactid ?? null].filter((id) => id !== null)).toEqual([
        row._objectid_value,
      ]);
    }
    expect(rows.some((row) => row.objectid_account !== null)).toBe(true);
    expect(rows.some((row) => row.objectid_contact !== null)).toBe(true);
  });

  it('gives references by /$ref, and of ownerid what person and team have in common', async () => {
    const lola = await service.as('lola');
    const rows = rowsOf(
      await lola.get('accounts?$select=name,_primarycontactid_value&$expand=primarycontactid/$ref,ownerid'),
    );
    const seen = await keyed(lola, 'contacts', 'contactid');
    for (const row of rows) {
      const contact = row._primarycontactid_value;
      const address = { '@odata.id': `http://service.test/api/data/v9.2/contacts(${contact})` };
      expect(row.primarycontactid).toEqual(seen.has(contact) ? address : null);
    }
    const owners = rows.map((row) => row.ownerid);
    expect(owners).toContainEqual({ '@odata.type': '#Microsoft.Dynamics.CRM.team', ownerid: crewId });
    expect(owners).toContainEqual({ '@odata.type': '#Microsoft.Dynamics.CRM.systemuser', ownerid: personId('lola') });
  });

  it('is the same page by page, with filter and order', async () => {
    const path = "accounts?$filter=contains(name,' 1')&$orderby=name desc&$expand=primarycontactid($select=fullname)";
    const whole = rowsOf(await gwen.get(path));
    const paged = await readAll(gwen, path, { prefer: 'odata.maxpagesize=3' });
    expect(paged.rows).toEqual(whole);
    const names = [...rowOwners].map((owner) => `contact ${nextOwner(owner)} 1`).sort();
    expect(whole.map((row) => (row.primarycontactid as Json).fullname).sort()).toEqual(names);
    const next = String((await gwen.get(path, { prefer: 'odata.maxpagesize=3' })).body['@odata.nextLink']);
    expect((await gwen.get(next.replace('%28$select%3Dfullname%29', ''))).status).toBe(400);
  });

  it.each([
    ['accounts?$expand=nme', "position 1: Could not find a property named 'nme'"],
    ['accounts?$expand=name', "Could not find a property named 'name'"],
    ['accounts?$expand=primarycontactid($select=nme)', "named 'nme' on type 'Microsoft.Dynamics.CRM.contact'"],
    ['accounts?$expand=primarycontactid($expand=nme)', "position 26: Could not find a property named 'nme'"],
    ['accounts?$expand=primarycontactid,primarycontactid', "'primarycontactid' is given twice"],
    ['accounts?$expand=contact_parentaccountid', 'only single-valued navigation can be expanded'],
    ['accounts?$expand=contact_parentaccountid($top=1)', '$top goes with collections only'],
    ['accounts?$expand=account_territories', 'only single-valued navigation can be expanded'],
    ['accounts?$expand=account_territories/$ref', 'Expand with $ref is only supported on lookup type'],
    ['accounts?$expand=ownerid($select=name)', "expand 'owninguser' or 'owningteam'"],
    ['territories?$expand=owninguser', "named 'owninguser'"],
    [`accounts?$expand=${Array(16).fill('primarycontactid').join(',')}`, 'more than 15 expansions'],
    ['accounts?$expand=primarycontactid&$expand=territoryid', 'twice'],
  ])('§2.2 refuses %s', async (path, message) => {
    expect(errorOf(await gwen.get(path))).toMatchObject({
      status: 400,
      code: '0x80060888',
      message: expect.stringContaining(message),
    });
  });

  it('§2.3 refuses it beside change tracking', async () => {
    const answered = await gwen.get('accounts?$expand=primarycontactid', { prefer: 'odata.track-changes' });
    expect(errorOf(answered)).toMatchObject({ status: 400, message: expect.stringContaining('"expand"') });
  });

  it('§2.4 answers 304 only without it', async () => {
    const path = `accounts(${sampleRow('account', 'sam')})`;
    const etag = String((await gwen.get(path)).headers.get('etag'));
    expect((await gwen.get(path, { 'if-none-match': etag })).status).toBe(304);
    expect((await gwen.get(`${path}?$expand=primarycontactid`, { 'if-none-match': etag })).status).toBe(200);
  });

  it('§2.8 403 where the person may read nothing of the table it leads to (inferred)', async () => {
    await service.database.query(
      `insert into landfall_role_privilege
       select id, 'account', 'Read', 'Basic' from landfall_role where name = 'Basic'`,
    );
    await service.database.query(
      `delete from landfall_role_privilege p using landfall_role r
       where r.id = p.role_id and r.name = 'Basic' and p.table_name = '*'`,
    );
    const basil = await service.as('basil');
    for (const path of ['primarycontactid', 'primarycontactid/$ref', 'parentaccountid($expand=primarycontactid)']) {
      const refused = errorOf(await basil.get(`accounts?$expand=${path}`));
      expect(refused).toMatchObject({ status: 403, message: expect.stringContaining('prvReadContact') });
    }
    expect((await basil.get('accounts?$expand=parentaccountid')).status).toBe(200);
    const shown = rowsOf(await basil.get('accounts', { prefer: 'odata.include-annotations="*"' }));
    expect(shown.length).toBeGreaterThan(0);
    const name = '_primarycontactid_value@OData.Community.Display.V1.FormattedValue';
    expect(shown.every((row) => row[name] === undefined)).toBe(true);
  });
});
