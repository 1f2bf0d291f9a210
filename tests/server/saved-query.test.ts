import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { viewsOf } from '../../server/odata/default-views.ts';
import { fetchOperator, filterXml } from '../../server/odata/fetch-condition.ts';
import { parseFilter } from '../../server/odata/filter-parser.ts';
import { fetchXml, viewId } from '../../server/odata/saved-query-item.ts';
import { tableNamed, wireName } from '../../server/odata/table.ts';
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
let dana: SignedIn;
let tom: SignedIn;
beforeAll(async () => {
  service = await openService({ scale: 0.005 });
  [dana, tom] = [await service.as('dana'), await service.as('tom')];
});
afterAll(() => service.close());

const lists = ['cell', 'condition', 'filter', 'order', 'value'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // `attribute` is an element of an entity, and an attribute of a condition.
  isArray: (name, path) => lists.includes(name) || path === 'fetch.entity.attribute',
});

function parse(xml: unknown): Json {
  expect(XMLValidator.validate(String(xml))).toBe(true);
  return parser.parse(String(xml));
}

const orders = tableNamed(demoTables, 'msdyn_workorder');
const idOf = (table: string, name: string): string => {
  const of = tableNamed(demoTables, table);
  const view = viewsOf(of).find((one) => one.name === name);
  if (view === undefined) throw new Error(`no view ${name}`);
  return viewId(of, view);
};

describe('saved views', () => {
  it('§2.10 are rows of savedqueries with fetchxml, layoutxml, returnedtypecode and querytype', async () => {
    const rows = rowsOf(await dana.get("savedqueries?$filter=returnedtypecode eq 'msdyn_workorder'"));
    expect(rows.map((row) => [row.name, row.querytype, row.isdefault, row.isquickfindquery])).toEqual([
      ['Open Work Orders', 0, true, false],
      ['All Work Orders', 0, false, false],
      ['My Open Work Orders', 0, false, false],
      ['Emergencies', 0, false, false],
      ['Work Order Associated View', 2, true, false],
      ['Quick Find All Work Orders', 4, true, true],
      ['Work Orders Lookup View', 64, true, false],
    ]);
    const { fetch } = parse(rows[0]?.fetchxml) as { fetch: { entity: Json } };
    expect(fetch.entity).toMatchObject({
      name: 'msdyn_workorder',
      order: [{ attribute: 'msdyn_timefrompromised', descending: 'false' }],
      filter: [
        {
          condition: [
            {
              attribute: 'msdyn_systemstatus',
              operator: 'in',
              value: [690970000, 690970001, 690970002],
            },
          ],
        },
      ],
    });
    const layout = parse(rows[0]?.layoutxml) as { grid: { row: { id: string; cell: readonly Json[] } } };
    expect(layout.grid.row.id).toBe('msdyn_workorderid');
    expect(layout.grid.row.cell[0]).toEqual({ name: 'msdyn_name', width: '300' });
  });

  it('§2.10 are selected, filtered by text, number and yes/no, ordered, and read by key', async () => {
    const query = "$filter=querytype eq 4 and isquickfindquery eq true and returnedtypecode ne 'account'&$select=name";
    const quick = rowsOf(await dana.get(`savedqueries?${query}&$orderby=name desc`));
    expect(Object.keys(quick[0] ?? {})).toEqual(['savedqueryid', 'name']);
    expect(quick.map((row) => row.name)).toEqual(
      quick
        .map((row) => row.name)
        .toSorted()
        .toReversed(),
    );
    expect(quick).toHaveLength(8);
    const id = quick[0]?.savedqueryid;
    expect((await dana.get(`savedqueries(${id})?$select=name`)).body).toMatchObject({ savedqueryid: id });
    expect(rowsOf(await dana.get(`savedqueries?$filter=savedqueryid eq ${id}&$count=true`))).toHaveLength(1);
    expect(rowsOf(await dana.get('savedqueries?$filter=description eq null')).length).toBeGreaterThan(30);
    const nowhere = await dana.get(`savedqueries(${crypto.randomUUID()})`);
    expect(errorOf(nowhere)).toMatchObject({ status: 404, code: '0x80040217' });
    for (const wrong of ['(1)', '?$filter=querytype gt 1', '?$select=no', '?$orderby=no', '?$top=1', '?$expand=no']) {
      expect((await dana.get(`savedqueries${wrong}`)).status).toBe(400);
    }
    expect((await dana.send('POST', 'savedqueries', { body: {} })).status).toBe(405);
  });

  it('name columns that their tables have, and write every filter as FetchXML, with stable unique ids', () => {
    const ids = [...demoTables.byName.values()].flatMap((table) =>
      viewsOf(table).map((view) => {
        const { fetch } = parse(fetchXml(table, view)) as { fetch: { entity: { attribute: readonly Json[] } } };
        const names = [...fetch.entity.attribute.map(({ name }) => name), ...view.order.map(({ column }) => column)];
        expect(table.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
        return viewId(table, view);
      }),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf('msdyn_workorder', 'Open Work Orders')).toMatchInlineSnapshot(`"1ef2eb19-0c2e-8459-a472-16fae0bbf1f9"`);
  });

  it.each([
    ["msdyn_name eq 'a&b<\"''>'", '<condition attribute="msdyn_name" operator="eq" value="a&amp;b&lt;&quot;\'&gt;"/>'],
    ["contains(msdyn_name,'5%')", '<condition attribute="msdyn_name" operator="like" value="%5[%]%"/>'],
    ["not startswith(msdyn_name,'a')", '<condition attribute="msdyn_name" operator="not-like" value="a%"/>'],
    ['_ownerid_value ne null', '<condition attribute="ownerid" operator="not-null"/>'],
    ['100 lt msdyn_totalamount', '<condition attribute="msdyn_totalamount" operator="gt" value="100"/>'],
    ['msdyn_istaxable eq true', '<condition attribute="msdyn_istaxable" operator="eq" value="1"/>'],
    [
      'not (msdyn_discount gt 5 and msdyn_discount le 9)',
      '<filter type="or"><condition attribute="msdyn_discount" operator="le" value="5"/>' +
        '<condition attribute="msdyn_discount" operator="gt" value="9"/></filter>',
    ],
    [
      "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=3)",
      '<condition attribute="createdon" operator="last-x-days" value="3"/>',
    ],
    [
      'Microsoft.Dynamics.CRM.NotIn(PropertyName=\'msdyn_priority\',PropertyValues=["1","2"])',
      '<condition attribute="msdyn_priority" operator="not-in"><value>1</value><value>2</value></condition>',
    ],
  ])('%s is written %s', (filter, xml) => {
    expect(filterXml(orders, parseFilter(filter))).toBe(xml);
  });

  it('writes the names of Dataverse’s functions as FetchXML has them (inferred)', () => {
    const names = [
      'EqualUserOrUserTeams',
      'NextXDays',
      'OlderThanXMonths',
      'OnOrAfter',
      'Last7Days',
      'ThisYear',
    ] as const;
    expect(names.map(fetchOperator)).toEqual([
      'eq-useroruserteams',
      'next-x-days',
      'olderthan-x-months',
      'on-or-after',
      'last-seven-days',
      'this-year',
    ]);
    expect(() => filterXml(orders, parseFilter('msdyn_serviceaccount/name eq 1'))).toThrow('has no column');
  });
});

describe('savedQuery', () => {
  it('§2.2 gives the columns, rows and order of the view, and leaves out what is empty', async () => {
    const id = idOf('msdyn_workorder', 'Open Work Orders');
    const shown = rowsOf(await dana.get(`msdyn_workorders?savedQuery=${id}`));
    const { filter, columns } = viewsOf(orders)[0] ?? { filter: null, columns: [] };
    const names = orders.columns
      .filter(({ name, type }) => type.kind === 'key' || columns.some(({ column }) => column === name))
      .map(wireName);
    const query = `$filter=${filter}&$orderby=msdyn_timefrompromised&$select=${names.join(',')}`;
    const asked = rowsOf(await dana.get(`msdyn_workorders?${query}`));
    expect(asked.some((row) => row.msdyn_timefrompromised === null)).toBe(true);
    const filled = asked.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
    expect(shown).toEqual(filled);
    expect(shown.length).toBeGreaterThan(10);
  });

  it('§2.2 goes on by next links, counts when asked, and stays within what the person sees', async () => {
    const path = `msdyn_workorders?savedQuery=${idOf('msdyn_workorder', 'My Open Work Orders')}`;
    const whole = rowsOf(await tom.get(`${path}&$count=true`));
    expect((await tom.get(`${path}&$count=true`)).body['@odata.count']).toBe(whole.length);
    const paged = await readAll(tom, path, { prefer: 'odata.maxpagesize=3' });
    expect(paged.rows).toEqual(whole);
    expect(paged.portions).toBe(Math.ceil(whole.length / 3));
    expect(whole.length).toBeGreaterThan(5);
    const all = `msdyn_workorders?savedQuery=${idOf('msdyn_workorder', 'All Work Orders')}`;
    const own = rowsOf(await tom.get('msdyn_workorders?$orderby=msdyn_name&$select=msdyn_name'));
    expect(rowsOf(await tom.get(all)).map((row) => row.msdyn_name)).toEqual(own.map((row) => row.msdyn_name));
    expect(rowsOf(await dana.get(all)).length).toBeGreaterThan(own.length);
  });

  it('refuses a next link carried over to another view', async () => {
    const prefer = { prefer: 'odata.maxpagesize=3' };
    const open = idOf('msdyn_workorder', 'Open Work Orders');
    const next = (await dana.get(`msdyn_workorders?savedQuery=${open}`, prefer)).body['@odata.nextLink'];
    const other = String(next).replace(open, idOf('msdyn_workorder', 'All Work Orders'));
    expect((await dana.get(other, prefer)).status).toBe(400);
    expect((await dana.get(String(next), prefer)).status).toBe(200);
  });

  it('runs every view of every table', async () => {
    for (const table of demoTables.byName.values()) {
      for (const view of viewsOf(table)) {
        const answered = await tom.get(`${table.setName}?savedQuery=${viewId(table, view)}`);
        expect([table.name, view.name, answered.status]).toEqual([table.name, view.name, 200]);
      }
    }
  });

  it('refuses what is no view of the table, and other options beside it (inferred)', async () => {
    const id = idOf('msdyn_workorder', 'Open Work Orders');
    const answers = await Promise.all(
      [
        `accounts?savedQuery=${id}`,
        `accounts?savedQuery=${crypto.randomUUID()}`,
        'accounts?savedQuery=1',
        `msdyn_workorders?savedQuery=${id}&savedQuery=${id}`,
        `msdyn_workorders?savedQuery=${id}&$filter=msdyn_istaxable eq true`,
        `msdyn_workorders?savedQuery=${id}&$top=3`,
        `accounts?userQuery=${id}`,
        'accounts?fetchXml=%3Cfetch%2F%3E',
      ].map((path) => dana.get(path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 400, 400, 400, 400, 400, 400]);
    const tracked = await dana.get(`msdyn_workorders?savedQuery=${id}`, { prefer: 'odata.track-changes' });
    expect(errorOf(tracked).message).toContain('savedQuery');
    expect(tracked.status).toBe(400);
  });
});
