import { afterEach, describe, expect, it } from 'vitest';
import type { Database, SqlRow } from '../../server/database/database.ts';
import { migrate } from '../../server/database/migrate.ts';
import { writeSetting } from '../../server/database/setting.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { systemManyToMany, systemTables } from '../../server/identity/system-tables.ts';
import { type Column, indexTables, type ManyToMany, type Table, type Tables } from '../../server/odata/table.ts';
import { StartFailure } from '../../server/start-failure.ts';
import { errorOf, openService, readAll, rowsOf } from './service-fixture.ts';
import { openTestDatabase } from './test-database.ts';
import { makeVersion1, version1 } from './version-1-database.ts';

let database: Database;
afterEach(() => database.close());

/** All that makes up the schema, but for the order of columns and names that PostgreSQL gives by itself. */
async function shapeOf(db: Database): Promise<readonly string[]> {
  const rows = await db.query(
    `select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || case when a.attnotnull then ' not null' else '' end || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '') as line
     from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on (d.adrelid, d.adnum) = (c.oid, a.attnum)
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
     union all select 'index ' || tablename || ' ' || substring(indexdef from ' USING .*')
     from pg_indexes where schemaname = 'public'
     union all select 'constraint ' || conrelid::regclass || ' ' || contype::text || ' ' || pg_get_constraintdef(oid)
     from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
     union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
     union all select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  return rows.map((row) => String(row.line)).sort();
}

describe('a database of release 0.1.0', () => {
  it('becomes the same schema as a new one', async () => {
    database = await openTestDatabase('version 1', makeVersion1);
    await migrate(database, demoTables);
    const upgraded = await shapeOf(database);
    await database.close();
    database = await openTestDatabase('empty demo tables', async (fresh) => {
      await migrate(fresh, demoTables);
    });
    expect(upgraded).toEqual(await shapeOf(database));
  });

  it('keeps rows, ETags, people, tokens and delta links', async () => {
    database = await openTestDatabase('version 1', makeVersion1);
    // A copy has a key of its own, else two services would be one; here it is the old one that is opened.
    for (const row of JSON.parse(version1.rows.landfall_setting ?? '[]'))
      await writeSetting(database, row.name, row.value);
    const service = await openService({ database });
    service.clock.ms = Date.parse('2026-11-25T21:00:00Z');
    expect((await migrate(database, demoTables)).epoch).toBe(version1.facts.epoch);
    for (const name of ['dana', 'tom', 'tessa', 'rita']) {
      expect((await service.as(name)).token, name).not.toBe('undefined');
    }
    const dana = await service.as('dana');
    for (const [set, etags] of Object.entries(version1.facts.rows)) {
      const { rows } = await readAll(dana, set);
      const key = set === 'msdyn_workorders' ? 'msdyn_workorderid' : `${set.slice(0, -1)}id`;
      expect(Object.fromEntries(rows.map((row) => [row[key], row['@odata.etag']]))).toEqual(etags);
    }
    const { links, changed, deleted } = version1.facts;
    const renamed = { accountid: changed, name: 'Renamed before the upgrade' };
    // The other one lost its primary contact by the deletion.
    expect(rowsOf(await dana.get(links.accounts))).toMatchObject([renamed, {}]);
    expect(rowsOf(await dana.get(links.contacts))).toMatchObject([{ id: deleted, reason: 'deleted' }]);
    const workOrders = rowsOf(await dana.get(links.msdyn_workorders));
    expect(workOrders.map((row) => row.msdyn_name)).toContain('Made before the upgrade');
    expect(workOrders.length).toBeLessThan(Object.keys(version1.facts.rows.msdyn_workorders ?? {}).length);
    const held = { authorization: `Bearer ${version1.facts.token}` };
    expect((await service.app.request('http://service.test/api/data/v9.2/WhoAmI', { headers: held })).status).not.toBe(
      401,
    );
  });

  it('gives everyone the reach they had', async () => {
    database = await openTestDatabase('version 1', makeVersion1);
    const service = await openService({ database });
    const tom = await service.as('tom');
    const { rows } = await readAll(tom, 'accounts');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(Object.keys(version1.facts.rows.accounts ?? {}).length);
    const [own] = rows;
    expect((await tom.send('PATCH', `accounts(${own?.accountid})`, { body: { name: 'Mine' } })).status).toBe(204);
    const rita = await service.as('rita');
    expect((await rita.send('PATCH', `accounts(${own?.accountid})`, { body: { name: 'No' } })).status).toBe(403);
  });

  it('made by a version that is not known yet is refused, and left as it was', async () => {
    database = await openTestDatabase('version 1', makeVersion1);
    await writeSetting(database, 'schema', '9');
    const before = await shapeOf(database);
    await expect(migrate(database, demoTables)).rejects.toThrow('its schema is 9, this one knows up to 3');
    expect(await shapeOf(database)).toEqual(before);
  });
});

const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  label: name,
  type,
  isRequired: false,
  isReadOnly: false,
  ...more,
});
const toSite = (more: Partial<Column['type'] & { kind: 'lookup' }> = {}): Column['type'] => ({
  kind: 'lookup',
  targets: ['site'],
  onDelete: 'removeLink',
  ...more,
});

function tableOf(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name,
    setName: `${name}s`,
    schemaName: name,
    label: name,
    pluralLabel: `${name}s`,
    key: `${name}id`,
    nameColumn: 'name',
    ownership: 'organization',
    isSystem: false,
    duplicateRules: [],
    columns: [
      column(`${name}id`, { kind: 'key' }, { isRequired: true }),
      column('name', { kind: 'text', maxLength: 10 }),
      ...columns,
      column('createdon', { kind: 'datetime' }, { isReadOnly: true }),
      column('modifiedon', { kind: 'datetime' }, { isReadOnly: true }),
    ],
    ...more,
  };
}

const site = tableOf('site', []);
const tablesOf = (thing: Table, more: readonly Table[] = [], pairs: readonly ManyToMany[] = []): Tables =>
  indexTables([thing, site, ...more, ...systemTables], [...systemManyToMany, ...pairs]);
const things = (...columns: readonly Column[]): Tables => tablesOf(tableOf('thing', columns));

async function openWith(tables: Tables): Promise<void> {
  database = await openTestDatabase('empty', async () => {});
  await migrate(database, tables);
}

async function insert(values: Readonly<Record<string, unknown>> = {}): Promise<SqlRow> {
  const row = { thingid: crypto.randomUUID(), ...values };
  const names = Object.keys(row).join(', ');
  const [made] = await database.query(
    `insert into thing (${names}) select ${names} from json_populate_record(null::thing, $1::json) returning *`,
    [JSON.stringify(row)],
  );
  if (made === undefined) throw new Error('not inserted');
  return made;
}

async function addSite(): Promise<string> {
  const [row] = await database.query('insert into site (siteid) values (gen_random_uuid()) returning siteid');
  return String(row?.siteid);
}

async function refusal(tables: Tables): Promise<string> {
  const before = await shapeOf(database);
  const error = await migrate(database, tables).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartFailure);
  expect(await shapeOf(database)).toEqual(before);
  return error instanceof Error ? error.message : '';
}

describe('a changed definition', () => {
  it('adds tables, columns and N:N relationships, and stamps no row', async () => {
    await openWith(things());
    const before = await insert({ name: 'old' });
    const pairs: ManyToMany = {
      name: 'thing_site',
      first: { table: 'thing', navigation: 'sites' },
      second: { table: 'site', navigation: 'things' },
    };
    const more = [
      column('count', { kind: 'integer', min: 0, max: 9 }),
      column('state', { kind: 'choice', choices: [{ value: 1, label: "It's" }] }, { isRequired: true, fill: 1 }),
      column('note', { kind: 'memo', maxLength: 100 }, { isRequired: true, fill: "it's new" }),
      column('siteid', toSite()),
      column('regarding', toSite({ targets: ['site', 'other'] })),
    ];
    await migrate(database, tablesOf(tableOf('thing', more), [tableOf('other', [])], [pairs]));
    expect(await database.query('select * from thing')).toEqual([
      { ...before, count: null, state: 1, note: "it's new", siteid: null, regarding: null, regarding_target: null },
    ]);
    await expect(insert({ name: 'new', note: 'x' })).rejects.toThrow(/null value/);
    await expect(insert({ state: 1, note: 'x', siteid: crypto.randomUUID() })).rejects.toThrow(/foreign key/);
    expect(await database.query('select * from other, thing_site')).toEqual([]);
    // And the same as if it had been so from the beginning.
    const grown = await shapeOf(database);
    await database.close();
    await openWith(tablesOf(tableOf('thing', more), [tableOf('other', [])], [pairs]));
    expect(grown).toEqual(await shapeOf(database));
  });

  it('says of a new required column that rows need a value', async () => {
    await openWith(things());
    const wanted = column('count', { kind: 'integer', min: 0, max: 9 }, { isRequired: true });
    await migrate(database, things(wanted));
    await database.query('alter table thing drop column count');
    await insert();
    expect(await refusal(things(wanted))).toMatch(/Table "thing", column "count": it is new and required.*"fill"/);
    expect(await refusal(things({ ...wanted, fill: 10 }))).toMatch(/"fill" does not fit.*from 0 to 9/);
    await migrate(database, things({ ...wanted, fill: 9 }));
    expect(await database.query('select count from thing')).toEqual([{ count: 9 }]);
  });

  const number = (min: number, max: number): Column => column('n', { kind: 'integer', min, max });
  const choices = (...values: readonly number[]): Column =>
    column('n', { kind: 'choice', choices: values.map((value) => ({ value, label: String(value) })) });
  const text = (maxLength: number): Column => column('n', { kind: 'text', maxLength });
  const decimal = (precision: number, max: number): Column => column('n', { kind: 'decimal', min: 0, max, precision });

  it.each([
    ['a longer text', text(4), text(5), 'four'],
    ['a shorter text that fits', text(9), text(4), 'four'],
    ['a text that becomes a memo', text(4), column('n', { kind: 'memo', maxLength: 99 }), 'four'],
    ['a text of UTF-16 length', text(9), text(4), '😀😀'],
    ['a wider range', number(0, 5), number(-5, 10), 5],
    ['one more choice', choices(1), choices(1, 2), 1],
    ['a choice gone that no row has', choices(1, 2), choices(1), 1],
    ['more decimal places', decimal(2, 10), decimal(4, 10), 1.25],
    ['fewer decimal places that suffice', decimal(4, 10), decimal(2, 10), 1.25],
    ['no longer required', { ...number(0, 5), isRequired: true }, number(0, 5), 5],
    ['required, with a value everywhere', number(0, 5), { ...number(0, 5), isRequired: true }, 5],
  ])('accepts %s', async (_, before, after, value) => {
    await openWith(things(before));
    const row = await insert({ n: value });
    await migrate(database, things(after));
    const shape = await shapeOf(database);
    const [kept] = await database.query('select * from thing');
    expect(kept).toMatchObject({ ver: row.ver, xid: row.xid });
    expect(Number.isNaN(Number(kept?.n)) ? kept?.n : Number(kept?.n)).toBe(value);
    await database.close();
    await openWith(things(after));
    expect(shape).toEqual(await shapeOf(database));
  });

  it.each([
    ['a shorter text', text(9), text(3), 'four', 'at most 3 characters'],
    ['a text too long in UTF-16', text(9), text(3), '😀😀', 'at most 3 characters'],
    ['a narrower range', number(0, 5), number(0, 4), 5, '0 to 4'],
    ['a choice gone', choices(1, 2), choices(1), 2, 'one of its choices'],
    ['fewer decimal places', decimal(4, 10), decimal(1, 10), 1.25, 'at most 1 decimal places'],
    ['required', number(0, 5), { ...number(0, 5), isRequired: true }, null, 'never empty'],
    ['another type', number(0, 5), text(5), 5, 'it was integer and is to be text. A type cannot change'],
    ['another type with the same storage', number(0, 5), choices(5), 5, 'it was integer and is to be choice'],
  ])('refuses %s where rows do not fit', async (_, before, after, value, message) => {
    await openWith(things(before));
    await insert({ n: value });
    const line = await refusal(things(after));
    expect(line).toContain(message);
    expect(line).not.toContain('\n');
    expect(line).toMatch(/^Table "thing", column "n"/);
  });

  it('refuses another key', async () => {
    await openWith(things());
    const other = tableOf('thing', [column('otherid', { kind: 'key' })], { key: 'otherid' });
    const columns = other.columns.filter((one) => one.name !== 'thingid');
    expect(await refusal(tablesOf({ ...other, columns }))).toMatch(/with the key "thingid", not "otherid"/);
  });

  it('keeps columns and tables that are gone, says so once, and serves them again', async () => {
    const gone = [
      column('count', { kind: 'integer', min: 0, max: 9 }, { isRequired: true }),
      column('siteid', toSite({ onDelete: 'cascade' }), { isRequired: true }),
    ];
    await openWith(things(...gone));
    const siteid = await addSite();
    await insert({ count: 7, siteid });
    const lines: string[] = [];
    await migrate(database, things(), (line) => lines.push(line));
    expect(lines).toEqual([
      'Column "count" of table "thing" is no longer defined: its values are kept and not served.',
      'Column "siteid" of table "thing" is no longer defined: its values are kept and not served.',
    ]);
    await migrate(database, things(), (line) => lines.push(line));
    expect(lines).toHaveLength(2);
    await insert({ name: 'without' });
    await migrate(database, indexTables([site, ...systemTables], systemManyToMany), (line) => lines.push(line));
    expect(lines.at(-1)).toBe('Table "thing" is no longer defined: its rows are kept in the database and not served.');
    // What nobody sees holds nothing back, and does not vanish either.
    await database.query('delete from site');
    const again = gone.map((one) => ({ ...one, isRequired: false }));
    await migrate(database, things(...again));
    expect(await database.query('select name, count, siteid from thing order by count')).toEqual([
      { name: null, count: 7, siteid: null },
      { name: 'without', count: null, siteid: null },
    ]);
    expect(await refusal(things(...gone))).toContain('never empty');
  });

  it('lets a lookup have more targets, and other deletions', async () => {
    await openWith(things(column('at', toSite())));
    const at = await addSite();
    const row = await insert({ at });
    const wider = column('at', toSite({ targets: ['site', 'other'] }));
    await migrate(database, tablesOf(tableOf('thing', [wider]), [tableOf('other', [])]));
    expect(await database.query('select * from thing')).toEqual([{ ...row, at_target: 'site' }]);
    const strict = things(column('at', toSite({ onDelete: 'restrict' })));
    await migrate(database, strict);
    await expect(database.query('delete from site')).rejects.toThrow(/foreign key/);
    const elsewhere = column('at', toSite({ targets: ['other'] }));
    expect(await refusal(tablesOf(tableOf('thing', [elsewhere]), [tableOf('other', [])]))).toMatch(
      /column "at": 1 rows point to a table that is not among its targets/,
    );
    const changed = await shapeOf(database);
    await database.close();
    await openWith(
      tablesOf(tableOf('thing', [column('at', toSite({ onDelete: 'restrict' }))]), [tableOf('other', [])]),
    );
    expect(changed).toEqual(await shapeOf(database));
  });

  it('changes nothing when nothing changed', async () => {
    await openWith(things(column('at', toSite({ targets: ['site', 'thing'] })), column('siteid', toSite())));
    const before = await shapeOf(database);
    const [{ xmin } = {}] = await database.query("select xmin::text from pg_class where relname = 'thing'");
    await migrate(database, things(column('at', toSite({ targets: ['site', 'thing'] })), column('siteid', toSite())));
    expect(await shapeOf(database)).toEqual(before);
    expect(await database.query("select xmin::text from pg_class where relname = 'thing'")).toEqual([{ xmin }]);
  });
});

describe('a delta link of before', () => {
  it('§2.3 goes on after a column was added, and is void once a column that it selects is gone (inferred)', async () => {
    const service = await openService({ scale: 0.002 });
    database = service.database;
    const dana = await service.as('dana');
    const { deltaLink } = await readAll(dana, 'accounts?$select=name,telephone1', { prefer: 'odata.track-changes' });
    const { deltaLink: whole } = await readAll(dana, 'accounts', { prefer: 'odata.track-changes' });
    const account = demoTables.byName.get('account');
    if (account === undefined || deltaLink === undefined || whole === undefined) throw new Error('no account');
    const wider = { ...account, columns: [...account.columns, column('website', { kind: 'text', maxLength: 200 })] };
    const others = [...demoTables.byName.values()].filter((table) => table.name !== 'account');
    const serving = (tables: Tables) => openService({ database, data: { name: '', tables, fill: async () => {} } });
    const withMore = await serving(indexTables([wider, ...others], demoTables.manyToMany));
    const later = await withMore.as('dana');
    expect(rowsOf(await later.get(deltaLink))).toEqual([]);
    expect(rowsOf(await later.get(whole))).toEqual([]);
    const columns = account.columns.filter((one) => one.name !== 'telephone1');
    const narrower = indexTables([{ ...account, columns }, ...others], demoTables.manyToMany);
    const last = await (await serving(narrower)).as('dana');
    expect(errorOf(await last.get(deltaLink))).toMatchObject({ status: 410, code: '0x80044352' });
    expect(rowsOf(await last.get(whole))).toEqual([]);
    expect(errorOf(await last.get('accounts?$select=name,telephone1'))).toMatchObject({ status: 400 });
    expect(errorOf(await last.get(deltaLink.replace('telephone1', 'telephone9')))).toMatchObject({ status: 400 });
  });
});
