import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatValue } from '../../server/odata/formatted-value.ts';
import { metadataVersion } from '../../server/odata/metadata-version.ts';
import { nextOwner, sampleData, sampleRow } from './sample-data.ts';
import { crewId } from './sample-people.ts';
import { sampleTables } from './sample-tables.ts';
import { type Json, openService, readAll, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;
const all = { prefer: 'odata.include-annotations="*"' };
const formatted = 'OData.Community.Display.V1.FormattedValue';
const lookupName = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const navigation = 'Microsoft.Dynamics.CRM.associatednavigationproperty';
const ids = { account: sampleRow('account', 'sam'), contact: sampleRow('contact', 'sam') };

beforeAll(async () => {
  service = await openService({ data: sampleData });
  gwen = await service.as('gwen');
  const body = { creditlimit: 1234567.5, rating: -2.5, lastvisit: '2024-02-29T12:05:00Z', donotemail: true };
  expect((await gwen.send('PATCH', `accounts(${ids.account})`, { body })).status).toBe(204);
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const annotationsOf = (row: Json): Json =>
  Object.fromEntries(Object.entries(row).filter(([name]) => /^\w+@/.test(name)));

describe('§2.11 annotations, where they are asked for', () => {
  it('are formatted values, and of lookups the table and the navigation property', async () => {
    const { body, headers } = await gwen.get(`accounts(${ids.account})`, all);
    const { [`createdon@${formatted}`]: created, [`modifiedon@${formatted}`]: modified, ...rest } = annotationsOf(body);
    expect(created).toMatch(/^\d+\/\d+\/\d{4} \d+:\d\d [AP]M$/);
    expect(modified).toMatch(/^\d+\/\d+\/\d{4} \d+:\d\d [AP]M$/);
    expect(rest).toEqual({
      [`numberofemployees@${formatted}`]: '1',
      [`creditlimit@${formatted}`]: '$1,234,567.50',
      [`rating@${formatted}`]: '-2.50',
      [`lastvisit@${formatted}`]: '2/29/2024 12:05 PM',
      [`donotemail@${formatted}`]: 'Do Not Allow',
      [`_primarycontactid_value@${formatted}`]: 'contact sam 0',
      [`_primarycontactid_value@${lookupName}`]: 'contact',
      [`_primarycontactid_value@${navigation}`]: 'primarycontactid',
      [`_territoryid_value@${formatted}`]: 'territory 0',
      [`_territoryid_value@${lookupName}`]: 'territory',
      [`_territoryid_value@${navigation}`]: 'territoryid',
      [`_ownerid_value@${formatted}`]: 'sam sample',
      [`_ownerid_value@${lookupName}`]: 'systemuser',
      [`_ownerid_value@${navigation}`]: 'ownerid',
      [`_owningbusinessunit_value@${formatted}`]: 'south',
      [`_owningbusinessunit_value@${lookupName}`]: 'businessunit',
      [`_owningbusinessunit_value@${navigation}`]: 'owningbusinessunit',
    });
    expect(headers.get('preference-applied')).toBe('odata.include-annotations="*"');
    expect(annotationsOf((await gwen.get(`accounts(${ids.account})`)).body)).toEqual({});
  });

  it('stand before their value, as Dataverse writes them', async () => {
    const { body } = await gwen.get(`contacts(${ids.contact})?$select=birthdate,statecode`, all);
    expect(Object.entries(body).filter(([name]) => !name.startsWith('@'))).toEqual([
      ['contactid', ids.contact],
      [`birthdate@${formatted}`, '2/3/1980'],
      ['birthdate', '1980-02-03'],
      [`statecode@${formatted}`, 'Active'],
      ['statecode', 0],
    ]);
  });

  it('tell of a lookup with several targets and of a team which table it is', async () => {
    const note = await gwen.get(`annotations(${sampleRow('annotation', 'crew', 1)})`, all);
    expect(annotationsOf(note.body)).toMatchObject({
      [`_objectid_value@${lookupName}`]: 'contact',
      [`_objectid_value@${navigation}`]: 'objectid_contact',
      [`_objectid_value@${formatted}`]: `contact ${nextOwner('crew')} 1`,
      [`_ownerid_value@${formatted}`]: 'crew',
      [`_ownerid_value@${lookupName}`]: 'team',
    });
    expect(note.body._ownerid_value).toBe(crewId);
  });

  it.each([
    [formatted, true, false],
    [`${lookupName},${navigation}`, false, true],
    ['Microsoft.Dynamics.CRM.*', false, true],
    [`*,-${formatted}`, false, true],
  ])('§2.1 are chosen by name and pattern: %s', async (asked, isFormatted, isLinked) => {
    const prefer = `odata.include-annotations="${asked}", odata.maxpagesize=2`;
    const answered = await gwen.get('accounts?$select=_primarycontactid_value', { prefer });
    expect(answered.headers.get('preference-applied')).toBe(
      `odata.maxpagesize=2, odata.include-annotations="${asked}"`,
    );
    for (const row of rowsOf(answered)) {
      expect(Object.keys(annotationsOf(row)).some((name) => name.endsWith(formatted))).toBe(isFormatted);
      expect(Object.keys(annotationsOf(row)).some((name) => name.endsWith(lookupName))).toBe(isLinked);
    }
  });

  it('leave out the name of a row that the person may not see (inferred)', async () => {
    const lola = await service.as('lola');
    const rows = rowsOf(await lola.get('accounts?$select=_primarycontactid_value', all));
    const seen = new Map((await readAll(lola, 'contacts')).rows.map((row) => [row.contactid, row.fullname]));
    for (const row of rows) {
      expect(row[`_primarycontactid_value@${formatted}`]).toBe(seen.get(row._primarycontactid_value));
      expect(row[`_primarycontactid_value@${lookupName}`]).toBe('contact');
    }
    expect(rows.some((row) => !seen.has(row._primarycontactid_value))).toBe(true);
  });

  it('reach expanded rows', async () => {
    const path = `accounts(${ids.account})?$select=name&$expand=primarycontactid($select=birthdate,_ownerid_value)`;
    const { body } = await gwen.get(path, all);
    expect(annotationsOf(body.primarycontactid as Json)).toMatchObject({
      [`birthdate@${formatted}`]: '2/3/1980',
      [`_ownerid_value@${formatted}`]: 'sam sample',
    });
  });

  it('§2.3 reach tracked reads and deltas', async () => {
    const prefer = `odata.track-changes, odata.include-annotations="${formatted}"`;
    const first = await gwen.get('contacts?$select=birthdate', { prefer });
    expect(first.headers.get('preference-applied')).toBe(prefer);
    expect(rowsOf(first).every((row) => row[`birthdate@${formatted}`] !== undefined)).toBe(true);
    await gwen.send('PATCH', `contacts(${ids.contact})`, { body: { birthdate: '1999-12-31' } });
    const delta = await gwen.get(String(first.body['@odata.deltaLink']), { prefer });
    expect(rowsOf(delta).map(annotationsOf)).toEqual([{ [`birthdate@${formatted}`]: '12/31/1999' }]);
    await gwen.send('PATCH', `contacts(${ids.contact})`, { body: { birthdate: '1980-02-03' } });
  });

  it('reach the row that a change answers with', async () => {
    const prefer = `return=representation, odata.include-annotations="${formatted}"`;
    const body = {
      birthdate: '1970-01-01',
      'parentaccountid@odata.bind': `/accounts(${ids.account})`,
      fullname: 'New',
    };
    const made = await gwen.send('POST', 'contacts?$select=birthdate,_parentaccountid_value', {
      body,
      headers: { prefer },
    });
    const shown = {
      [`birthdate@${formatted}`]: '1/1/1970',
      [`_parentaccountid_value@${formatted}`]: 'account sam 0',
    };
    expect([made.status, made.headers.get('preference-applied')]).toEqual([201, prefer]);
    expect(annotationsOf(made.body)).toEqual(shown);
    const path = `contacts(${made.body.contactid})`;
    const changed = await gwen.send('PATCH', path, { body: { birthdate: '1970-01-02' }, headers: { prefer } });
    expect(annotationsOf(changed.body)).toMatchObject({ ...shown, [`birthdate@${formatted}`]: '1/2/1970' });
    expect((await gwen.send('DELETE', path)).status).toBe(204);
  });

  it('§2.4 answers 304 only without them', async () => {
    const path = `accounts(${ids.account})`;
    const etag = String((await gwen.get(path)).headers.get('etag'));
    expect((await gwen.get(path, { ...all, 'if-none-match': etag })).status).toBe(200);
  });

  it('§2.1 tell the version of the metadata', async () => {
    const name = '@Microsoft.Dynamics.CRM.globalmetadataversion';
    const version = metadataVersion(sampleTables);
    const prefer = `odata.include-annotations="${name.slice(1)}"`;
    for (const path of ['accounts', `accounts(${ids.account})`]) {
      expect((await gwen.get(path, { prefer })).body[name]).toBe(version);
      expect((await gwen.get(path, all)).body[name]).toBe(version);
      expect((await gwen.get(path)).body).not.toHaveProperty(name);
    }
    const tracked = await gwen.get('accounts', { prefer: `odata.track-changes, ${prefer}` });
    const delta = await gwen.get(String(tracked.body['@odata.deltaLink']), { prefer });
    expect([tracked.body[name], delta.body[name]]).toEqual([version, version]);
  });

  it('§2.2 tell that counting stopped', async () => {
    const name = '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded';
    expect((await gwen.get('accounts?$count=true', all)).body[name]).toBe(false);
    expect((await gwen.get('accounts?$count=true')).body).not.toHaveProperty(name);
  });
});

describe('§2.11 a formatted value', () => {
  it.each([
    [{ kind: 'integer', min: 0, max: 1 }, 1234567, '1,234,567'],
    [{ kind: 'integer', min: -9999, max: 1 }, -123, '-123'],
    [{ kind: 'decimal', min: 0, max: 1, precision: 3 }, '1234.5', '1,234.500'],
    [{ kind: 'decimal', min: 0, max: 1, precision: 0 }, '12345', '12,345'],
    [{ kind: 'money', min: 0, max: 1, precision: 2 }, '-1234.50', '-$1,234.50'],
    [{ kind: 'money', min: 0, max: 1, precision: 2 }, '99999999999999999.99', '$99,999,999,999,999,999.99'],
    [{ kind: 'datetime' }, '2023-04-07T00:09:01Z', '4/7/2023 12:09 AM'],
    [{ kind: 'datetime' }, '2023-04-07T23:09:01Z', '4/7/2023 11:09 PM'],
    [{ kind: 'date' }, '2023-12-01', '12/1/2023'],
    [{ kind: 'boolean', trueLabel: 'On', falseLabel: 'Off' }, false, 'Off'],
    [{ kind: 'choice', choices: [{ value: 1, label: 'One' }] }, 1, 'One'],
    [{ kind: 'choice', choices: [{ value: 1, label: 'One' }] }, 2, null],
    [{ kind: 'text', maxLength: 9 }, 'x', null],
    [{ kind: 'money', min: 0, max: 1, precision: 2 }, null, null],
  ] as const)('%j of %s is %s', (type, value, shown) => {
    expect(formatValue(type, value)).toBe(shown);
  });
});
