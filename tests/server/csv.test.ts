import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportGroup, importGroup } from '../../server/admin/csv.ts';
import { parseCommand } from '../../server/admin/parse-command.ts';
import { exportCsv } from '../../server/csv/export-csv.ts';
import { importCsv } from '../../server/csv/import-csv.ts';
import type { SqlRow } from '../../server/database/database.ts';
import { readDefinition } from '../../server/definitions/read-definition.ts';
import { type Table, tableNamed } from '../../server/odata/table.ts';
import { fakeCaller } from './admin/fake-caller.ts';
import { crewId, insertSamplePeople, personId, units } from './sample-people.ts';
import { openService, readAll, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'examples', 'inspections.json');
const tables = readDefinition(file, () => {});
const inspection = tableNamed(tables, 'inspection');
const site = tableNamed(tables, 'site');

let service: TestService;
let gwen: SignedIn;
beforeAll(async () => {
  service = await openService({ data: { name: 'inspections', tables, fill: insertSamplePeople } });
  gwen = await service.as('gwen');
});
afterAll(() => service.close());
beforeEach(async () => {
  await service.database.query('delete from inspection');
  await service.database.query('delete from inspector');
  await service.database.query('delete from site');
});

const id = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

async function* inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

type Given = { readonly table?: Table; readonly update?: true; readonly as?: string };

function load(content: string | Uint8Array, { table = inspection, update, as }: Given = {}) {
  const chunks = inPieces(typeof content === 'string' ? Buffer.from(content) : content);
  const existing = update === true ? 'update' : 'refuse';
  return importCsv(service.database, { tables, table, chunks, existing, as: as ?? null });
}

async function dump(table: Table = inspection): Promise<string> {
  let all = '';
  for await (const chunk of exportCsv(service.database, tables, table)) all += chunk;
  return all;
}

const addSites = (...at: readonly number[]): Promise<unknown> =>
  load(['siteid,name', ...at.map((one) => `${id(one)},Site ${one}`)].join('\n'), { table: site });

async function faultsOf(content: string, given: Given = {}): Promise<readonly string[]> {
  const before = await service.database.query('select * from inspection');
  const outcome = await load(content, given);
  expect(await service.database.query('select * from inspection')).toEqual(before);
  expect(await service.database.query('select * from landfall_import')).toEqual([]);
  return outcome.kind === 'faults' ? outcome.lines : [];
}

describe('an import', () => {
  it('makes rows as the Web API would: checked, owned, with ETags, seen by delta links', async () => {
    await addSites(1);
    const { deltaLink } = await readAll(gwen, 'inspections', { prefer: 'odata.track-changes' });
    const outcome = await load(
      `\uFEFFinspectionid,title,siteid,inspectorid,result,scheduled,minutes,humidity,fee,urgent,notes\r\n${[
        `${id(7)},"A ""first"", with`,
        `two lines",${id(1)},teams(${crewId}),Passed,2026-05-01T10:00:00+02:00,90,12.5,1000.1,Urgent,""\r\n`,
      ].join('\n')},B,${id(1)},,3,,,,,false,=1+1\r\n`,
      { as: 'lola' },
    );
    expect(outcome).toEqual({ kind: 'done', made: 2, changed: 0 });
    const rows = rowsOf(await gwen.get(deltaLink ?? ''));
    expect(rows).toHaveLength(2);
    const [first, second] = rows[0]?.title === 'B' ? [...rows].reverse() : rows;
    expect(first).toMatchObject({
      inspectionid: id(7),
      title: 'A "first", with\ntwo lines',
      _siteid_value: id(1),
      _inspectorid_value: crewId,
      result: 2,
      scheduled: '2026-05-01T08:00:00Z',
      minutes: 90,
      humidity: 12.5,
      fee: 1000.1,
      urgent: true,
      notes: '',
      _ownerid_value: personId('lola'),
      _owningbusinessunit_value: units.north,
    });
    expect(first?.['@odata.etag']).toMatch(/^W\/"\d+"$/);
    expect(second).toMatchObject({ title: 'B', result: 3, scheduled: null, notes: '=1+1', urgent: false });
    expect(second?.inspectionid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names every line that does not fit, and makes nothing', async () => {
    await addSites(1);
    const lines = [
      'title,siteid,result,minutes,scheduled,ownerid',
      `Right,${id(1)},1,5,,`,
      `,${id(1)},1,5,,`,
      `"Two\nlines",${id(1)},Perhaps,5,,`,
      `A,nowhere,1,five,,`,
      `A,inspectors(${id(1)}),1,1441,,`,
      `A,${id(1)},1`,
      `A,${id(1)},1,5,yesterday,`,
      `A,${id(1)},1,5,,${id(5)}`,
    ];
    expect(await faultsOf(lines.join('\n'), { as: 'gwen' })).toEqual([
      "Line 3: Column 'title' is required and cannot be empty.",
      "Line 4: Column 'result': expected the number of one of its choices.",
      "Line 6: Column 'siteid': expected the key of a row or 'sites(<key>)'.",
      "Line 6: Column 'minutes': expected a whole number, got string.",
      "Line 7: Column 'siteid': expected the key of a row or 'sites(<key>)'.",
      "Line 7: Column 'minutes': expected a whole number from 0 to 1440.",
      'Line 8: it has 3 cells, the first line has 6.',
      "Line 9: Column 'scheduled': expected a date and time as YYYY-MM-DDThh:mm:ssZ.",
      "Line 10: Column 'ownerid': there is no person or team with this key.",
    ]);
  });

  it('shows the first twenty and counts all', async () => {
    const outcome = await load(`title\n${'\n'.repeat(3)}${'""\n'.repeat(50)}`, { as: 'gwen' });
    expect(outcome).toMatchObject({ kind: 'faults', count: 50 });
    expect(outcome.kind === 'faults' && outcome.lines.length).toBe(20);
    expect(outcome.kind === 'faults' && outcome.lines[0]).toMatch(/^Line 5: /);
  });

  it('looks for rows only when all lines are read, and still makes nothing', async () => {
    await addSites(1);
    await load(`inspectionid,title,siteid,result\n${id(1)},A,${id(1)},1`, { as: 'gwen' });
    const header = 'inspectionid,title,siteid,result';
    expect(await faultsOf(`${header}\n${id(2)},B,${id(1)},1\n${id(1)},C,${id(1)},1`, { as: 'gwen' })).toEqual([
      'Line 3: there is already a row with this key; --update would change it.',
    ]);
    expect(await faultsOf(`${header}\n${id(2)},B,${id(1)},1\n${id(2)},C,${id(1)},1`, { as: 'gwen' })).toEqual([
      'Line 3: the key was already in a line above.',
    ]);
    expect(await faultsOf(`${header}\n${id(2)},B,${id(9)},1`, { as: 'gwen' })).toEqual([
      "Line 2: Column 'siteid': there is no such row in sites.",
    ]);
    expect(await faultsOf(`${header},inspectorid\n${id(2)},B,${id(1)},1,teams(${id(3)})`, { as: 'gwen' })).toEqual([
      "Line 2: Column 'inspectorid': there is no such row in teams.",
    ]);
    expect(await faultsOf(`title,siteid\nB,${id(1)}`, { as: 'gwen' })).toEqual([
      "Line 2: the row is new, and column 'result' is required.",
    ]);
    expect(await faultsOf(`title,siteid,result\nB,${id(1)},1`)).toEqual([
      "Line 2: the row is new and has no owner: say with --as whose it is, or in a column 'ownerid'.",
    ]);
  });

  it('takes rows that point to each other, in any order', async () => {
    const content = `siteid,name,parentsiteid\n${id(1)},A,${id(2)}\n${id(2)},B,${id(1)}\n${id(3)},C,${id(3)}\n`;
    expect(await load(content, { table: site })).toEqual({ kind: 'done', made: 3, changed: 0 });
  });

  it('changes rows where it is told to, and only what the file names', async () => {
    await addSites(1, 2);
    const header = 'inspectionid,title,siteid,result,minutes,notes,ownerid';
    await load(`${header}\n${id(1)},A,${id(1)},1,10,kept,${personId('lola')}\n${id(2)},B,${id(1)},1,20,,${crewId}`);
    const before = await gwen.get(`inspections(${id(1)})`);
    const { deltaLink } = await readAll(gwen, 'inspections', { prefer: 'odata.track-changes' });
    const changes = `inspectionid,title,minutes,siteid,result\n${id(1)},A2,,sites(${id(2)}),Failed\n${id(3)},C,3,${id(1)},1\n`;
    expect(await load(changes, { update: true, as: 'gwen' })).toEqual({ kind: 'done', made: 1, changed: 1 });
    const after = await gwen.get(`inspections(${id(1)})`);
    expect(after.body).toMatchObject({
      title: 'A2',
      minutes: null,
      notes: 'kept',
      result: 3,
      _siteid_value: id(2),
      createdon: before.body.createdon,
    });
    expect(after.body['@odata.etag']).not.toBe(before.body['@odata.etag']);
    const keys = rowsOf(await gwen.get(deltaLink ?? '')).map((row) => row.inspectionid);
    expect(keys.sort()).toEqual([id(1), id(3)]);
    await load(`inspectionid,ownerid\n${id(1)},${personId('sam')}\n${id(2)},\n`, { update: true });
    expect((await gwen.get(`inspections(${id(1)})`)).body).toMatchObject({
      _ownerid_value: personId('sam'),
      _owningbusinessunit_value: units.south,
    });
    expect((await gwen.get(`inspections(${id(2)})`)).body).toMatchObject({ _ownerid_value: crewId });
  });

  it.each([
    ['', 'The file is empty: its first line must name columns.'],
    ['title,colour\n', 'Line 1: table inspection has no column "colour"; it has inspectionid, title'],
    ['title,title\n', 'Line 1: the column "title" is there twice.'],
    ['title\n"A', 'a quote that is opened is not closed.'],
    ['title\n"A"B\n', 'the quotes are not as CSV has them'],
  ])('of what is no CSV of this table is refused: %#', async (content, message) => {
    await expect(load(content, { as: 'gwen' })).rejects.toThrow(message);
    expect(await service.database.query('select * from landfall_import')).toEqual([]);
  });

  it('refuses other encodings, other people and tables of the service', async () => {
    await expect(load(Buffer.from('title\nGr\u00fc\u00dfe\n', 'latin1'), { as: 'gwen' })).rejects.toThrow('not UTF-8');
    await expect(load('title\n', { as: 'nobody' })).rejects.toThrow('There is nobody called "nobody".');
    await expect(load('name\n', { table: tableNamed(tables, 'team') })).rejects.toThrow('Table team is not imported');
  });
});

describe('an export', () => {
  const whole = fc.integer({ min: 0, max: 1440 });
  const hard = fc.constantFrom(
    '=1+1',
    '"',
    '""',
    ',',
    '\r',
    '\n',
    '\r\n',
    ' ',
    '',
    '\u{FEFF}',
    "'",
    'null',
    '-1',
    'Ⅷ😀',
  );
  const someText = fc.oneof(
    hard,
    fc.tuple(hard, fc.string(), hard).map((parts) => parts.join('')),
  );
  // PGlite itself takes a byte order mark away from the start of a cell when it is read.
  const text = someText.filter((one) => !/[\0\p{Cs}]|^\uFEFF/u.test(one));
  const second = fc.integer({ min: -6_000_000_000, max: 200_000_000_000 });
  const time = second
    .map((at) => `${new Date(at * 1000).toISOString().slice(0, 19)}Z`)
    .filter((one) => !one.startsWith('+'));
  const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
  const row = fc.record({
    inspectionid: fc.uuid(),
    title: text.map((one) => `t${one}`.slice(0, 200)),
    siteid: fc.constantFrom(id(1), id(2)),
    inspector: fc.constantFrom(null, ['team', crewId], ['inspector', id(4)]),
    result: fc.constantFrom(1, 2, 3),
    scheduled: optional(time),
    minutes: optional(whole),
    humidity: optional(fc.integer({ min: 0, max: 100_000 }).map((one) => one / 1000)),
    fee: optional(fc.integer({ min: 0, max: 2 ** 46 }).map((one) => one / 100)),
    urgent: optional(fc.boolean()),
    notes: optional(text),
    createdon: time,
    modifiedon: time,
    owner: fc.constantFrom(['gwen', 'root'] as const, ['nora', 'west'] as const),
  });
  const place = fc.record({
    siteid: fc.uuid(),
    name: text.map((one) => `n${one}`.slice(0, 160)),
    city: optional(text.map((one) => one.slice(0, 80).replace(/\p{Cs}/gu, ''))),
    opened: optional(time.map((one) => one.slice(0, 10))),
    latitude: optional(fc.double({ min: -90, max: 90, noNaN: true }).map((one) => one + 0)),
  });

  async function insert(table: string, rows: readonly object[]): Promise<void> {
    await service.database.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
  const all = (table: Table): Promise<readonly SqlRow[]> => {
    const names = table.columns.map((column) => column.name);
    const target = table === inspection ? ', inspectorid_target' : '';
    return service.database.query(`select ${names.join(', ')}${target} from ${table.name} order by ${table.key}`);
  };

  it('imported into an empty table of the same definition gives the same rows', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.array(place, { maxLength: 10 }), async (rows, places) => {
        for (const table of ['inspection', 'inspector', 'site']) await service.database.query(`delete from ${table}`);
        await insert('site', [{ siteid: id(1), name: 'A' }, { siteid: id(2), name: 'B' }, ...places]);
        const owned = { ownerid: personId('gwen'), owningbusinessunit: units.root };
        await insert('inspector', [{ inspectorid: id(4), fullname: 'C', ...owned }]);
        await insert(
          'inspection',
          rows.map(({ inspector, owner, ...plain }) => ({
            ...plain,
            inspectorid: inspector?.[1] ?? null,
            inspectorid_target: inspector?.[0] ?? null,
            ownerid: personId(owner[0]),
            owningbusinessunit: units[owner[1]],
          })),
        );
        const before = await all(inspection);
        const sites = await all(site);
        const [inspections, places2] = [await dump(inspection), await dump(site)];
        await service.database.query('delete from inspection');
        await service.database.query('delete from site');
        expect(await load(places2, { table: site })).toEqual({ kind: 'done', made: sites.length, changed: 0 });
        expect(await load(inspections)).toEqual({ kind: 'done', made: rows.length, changed: 0 });
        expect(await all(site)).toEqual(sites);
        expect(await all(inspection)).toEqual(before);
        expect(await dump(inspection)).toBe(inspections);
      }),
      { numRuns: 40 },
    );
  });

  it('is RFC 4180, does not touch what looks like a formula, and tells empty text from none', async () => {
    await load(`siteid,name,city\n${id(1)},"=cmd|' /C calc'!A0",""\n${id(2)},"a ""b"", c",\n`, { table: site });
    const [header, ...lines] = (await dump(site)).split('\r\n');
    expect(header).toBe('siteid,name,city,opened,latitude,parentsiteid,createdon,modifiedon');
    expect(lines[0]).toContain(`${id(1)},=cmd|' /C calc'!A0,"",,,,20`);
    expect(lines[1]).toContain(`${id(2)},"a ""b"", c",,,,,20`);
    expect(lines.at(-1)).toBe('');
  });

  it('of more rows than one chunk has each once', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) => `${id(at + 1)},Site ${at}`);
    await load(`siteid,name\n${many.join('\n')}`, { table: site });
    const lines = (await dump(site)).trim().split('\r\n').slice(1);
    expect(lines.map((line) => line.slice(0, 36))).toEqual(many.map((line) => line.slice(0, 36)));
  });
});

describe('the commands', () => {
  async function run(argv: readonly string[], caller = fakeCaller()) {
    const parsed = parseCommand([exportGroup, importGroup], argv);
    if (parsed.kind !== 'command' || parsed.command.place !== 'database') throw new Error('no command');
    await parsed.command.run({ database: service.database, tables, caller, now: Date.now }, parsed.args);
    return caller;
  }

  it('export to a file and import it again', async () => {
    await addSites(1, 2);
    const caller = await run(['export', 'sites', '--file', 'sites.csv']);
    await service.database.query('delete from site');
    await run(['import', 'site', '--file', 'sites.csv'], caller);
    expect(caller.printed).toEqual(['2 rows made, 0 changed.']);
    const printing = await run(['export', 'site']);
    expect(printing.printed.map((chunk) => `${chunk}\n`).join('')).toBe(await dump(site));
  });

  it('say what is wrong, line by line', async () => {
    const caller = fakeCaller({ files: { 'a.csv': `name\n${'""\n'.repeat(22)}` } });
    await expect(run(['import', 'site', '--file', 'a.csv'], caller)).rejects.toThrow('Nothing was imported.');
    expect(caller.noted).toHaveLength(21);
    expect(caller.noted.at(-1)).toBe('… and 2 more.');
    await expect(run(['import', 'site'])).rejects.toThrow('--file');
    await expect(run(['export', 'nothing'])).rejects.toThrow('There is no table "nothing"; there are site, inspector');
  });
});
