import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { readDefinition } from '../../../server/definitions/read-definition.ts';
import { StartFailure } from '../../../server/start-failure.ts';
import { runsOf, seed } from './fuzz-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-definitions-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** true: tables came of it; false: one clear refusal. Anything else is thrown on. */
function reads(bytes: Uint8Array, ending: string): boolean {
  const file = join(folder, `tables.${ending}`);
  writeFileSync(file, bytes);
  try {
    return readDefinition(file, () => {}).byName.size > 0;
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    expect(error.message).toContain(file);
    expect(error.message.length).toBeLessThan(20_000);
    return false;
  }
}

const whole = JSON.stringify({
  tables: [
    {
      name: 'boat',
      ownership: 'user',
      duplicateRules: [['name']],
      columns: [
        { name: 'name', type: 'text', maxLength: 100, required: true },
        { name: 'length', type: 'decimal', min: 0, max: 100, precision: 2, fill: 1 },
        {
          name: 'kind',
          type: 'choice',
          choices: [
            { value: 1, label: 'Sail' },
            { value: 2, label: 'Motor' },
          ],
        },
        { name: 'port', type: 'lookup', targets: ['harbour'], onDelete: 'restrict' },
        { name: 'seen', type: 'datetime' },
      ],
    },
    { name: 'harbour', columns: [{ name: 'name', type: 'text', maxLength: 100 }] },
  ],
});
const xml = `<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="m" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityType Name="boat" BaseType="m.base"><Key><PropertyRef Name="boatid"/></Key>
<Property Name="boatid" Type="Edm.Guid" Nullable="false"/><Property Name="name" Type="Edm.String" MaxLength="100"/><Property Name="length" Type="Edm.Decimal" Precision="5" Scale="2"/>
<Property Name="_port_value" Type="Edm.Guid"/><NavigationProperty Name="port" Type="m.harbour"><ReferentialConstraint Property="_port_value" ReferencedProperty="harbourid"/></NavigationProperty></EntityType>
<EntityType Name="base" BaseType="m.boat"/><EntityType Name="harbour"><Key><PropertyRef Name="harbourid"/></Key><Property Name="harbourid" Type="Edm.Guid"/><Property Name="name" Type="Edm.String"/></EntityType>
<EntityContainer Name="c"><EntitySet Name="boats" EntityType="m.boat"/><EntitySet Name="harbours" EntityType="m.harbour"/></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;

const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    'null',
    '1e999',
    '-1',
    '"__proto__":{},',
    '<',
    '>',
    '</',
    '/>',
    '&x;',
    '&#0;',
    '&#x110000;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<?x',
    'Name=""',
    ' Name="constructor"',
    ' Type="Collection(m.x)"',
    '\u0000',
    'm.',
    '99999999999',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const edits = fc.array(fc.tuple(fc.nat(5_000), fc.nat(30), piece), { minLength: 1, maxLength: 4 });
const edit = (text: string, all: readonly (readonly [number, number, string])[]): Buffer => {
  let edited = text;
  for (const [at, length, put] of all)
    edited = edited.slice(0, at % edited.length) + put + edited.slice((at % edited.length) + length) || ' ';
  return Buffer.from(edited);
};

it('reads what is whole', () => {
  expect(reads(Buffer.from(whole), 'json')).toBe(true);
  expect(reads(Buffer.from(xml), 'xml')).toBe(true);
});

it(`takes a file of tables with changed pieces, or refuses it in words (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.constantFrom('json', 'xml'), edits, (form, all) => {
      reads(edit(form === 'json' ? whole : xml, all), form);
    }),
    runsOf(600),
  );
});

it(`refuses noise in words (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.constantFrom('json', 'xml', 'csdl', 'txt'), fc.uint8Array({ maxLength: 400 }), (form, bytes) => {
      expect(reads(bytes, form)).toBe(false);
    }),
    runsOf(300),
  );
});

it(`takes any JSON, or refuses it in words (seed ${seed})`, () => {
  const column = fc.dictionary(
    fc.constantFrom(
      'name',
      'type',
      'maxLength',
      'min',
      'max',
      'precision',
      'choices',
      'targets',
      'required',
      'fill',
      '__proto__',
      'x',
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('text', 'memo', 'decimal', 'choice', 'lookup', 'boat', 'constructor', 1e300, -0, 0.5, 4_000),
    ),
    { maxKeys: 6 },
  );
  const table = fc.dictionary(
    fc.constantFrom('name', 'columns', 'setName', 'key', 'nameColumn', 'ownership', 'duplicateRules'),
    fc.oneof(
      fc.array(column, { maxLength: 4 }),
      fc.constantFrom('boat', 'boats', 'name', 'user', 'toString'),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.record(
          { tables: fc.array(table, { maxLength: 3 }), manyToMany: fc.jsonValue({ maxDepth: 3 }) },
          { requiredKeys: ['tables'] },
        ),
      ),
      (value) => {
        reads(Buffer.from(JSON.stringify(value)), 'json');
      },
    ),
    runsOf(300),
  );
});

it('refuses what is nested without end, or refers to itself', () => {
  const times = 200_000;
  const nested = [
    ['json', '['.repeat(times)],
    ['json', '{"tables":'.repeat(times)],
    ['json', `{"tables":${'['.repeat(times)}${']'.repeat(times)}}`],
    ['xml', '<a>'.repeat(times)],
    ['xml', '<a>'.repeat(times) + '</a>'.repeat(times)],
    ['xml', xml.replace('<EntityType', `${'<a>'.repeat(times)}${'</a>'.repeat(times)}<EntityType`)],
    ['xml', xml.replace('<edmx:Edmx', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><edmx:Edmx')],
    ['xml', `<a ${'b="c" '.repeat(times)}/>`],
  ] as const;
  for (const [form, text] of nested) expect(reads(Buffer.from(text), form)).toBe(false);
});
