import { describe, expect, it } from 'vitest';
import { DefinitionFault } from '../../../server/definitions/definition.ts';
import { parseJsonDefinition } from '../../../server/definitions/parse-json.ts';
import { toTables } from '../../../server/definitions/to-tables.ts';

const name = { name: 'name', type: 'text', maxLength: 100 };
const table = (more: object = {}, ...columns: readonly object[]): object => ({
  name: 'site',
  ...more,
  columns: [name, ...columns],
});

function faultsOf(definition: unknown): readonly string[] {
  try {
    toTables(parseJsonDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition)));
  } catch (error) {
    if (error instanceof DefinitionFault) return error.lines;
    throw error;
  }
  return [];
}

describe('a JSON definition', () => {
  it('needs little: a name, a column', () => {
    const tables = toTables(parseJsonDefinition(JSON.stringify({ tables: [table()] })));
    expect(tables.bySetName.get('sites')).toMatchObject({
      name: 'site',
      schemaName: 'site',
      label: 'site',
      pluralLabel: 'sites',
      key: 'siteid',
      nameColumn: 'name',
      ownership: 'user',
      isSystem: false,
      duplicateRules: [],
    });
    expect(tables.byName.get('site')?.columns.map((column) => column.name)).toEqual([
      'siteid',
      'name',
      'createdon',
      'modifiedon',
      'ownerid',
      'owningbusinessunit',
    ]);
    expect([...tables.byName.keys()]).toEqual(['site', 'businessunit', 'systemuser', 'team']);
  });

  it('of the organisation has no owner', () => {
    const tables = toTables(parseJsonDefinition(JSON.stringify({ tables: [table({ ownership: 'organization' })] })));
    expect(tables.byName.get('site')?.columns.some((column) => column.type.kind === 'owner')).toBe(false);
  });

  it('may use words of SQL as names', () => {
    expect(faultsOf({ tables: [{ name: 'order', columns: [name, { ...name, name: 'select' }] }] })).toEqual([]);
  });

  it.each([
    ['{', /^it is not JSON: /],
    [[], /^the file: expected an object with "tables", got a list/],
    [{}, /^tables: is missing$/],
    [{ tables: [] }, /^tables: expected at least one table/],
    [{ tables: [{ name: 'a' }] }, /^tables\[0\]\.columns: is missing$/],
    [{ tables: [table({}, { name: 'a', type: 'text' })] }, /^tables\[0\]\.columns\[1\]\.maxLength: is missing$/],
    [
      { tables: [table({}, { name: 'a', type: 'text', maxLength: 9999 })] },
      /^tables\[0\]\.columns\[1\]\.maxLength: expected a whole number from 1 to 4000, got 9999/,
    ],
    [
      { tables: [table({}, { name: 'a', type: 'string' })] },
      /^tables\[0\]\.columns\[1\]\.type: expected .*"text".*got "string"/,
    ],
    [
      { tables: [table({}, { name: 'A B', type: 'date' })] },
      /^tables\[0\]\.columns\[1\]\.name: expected a name of a-z/,
    ],
    [
      { tables: [table({}, { name: 'a', type: 'date', maxLength: 3 })] },
      /^tables\[0\]\.columns\[1\]\.maxLength: is not known here/,
    ],
    [{ tables: [table({ colour: 'red' })] }, /^tables\[0\]\.colour: is not known here/],
    [{ tables: [table({}, { name: 'a', type: 'lookup', targets: [] })] }, /targets: expected at least one table/],
    [{ tables: [table({}, { name: 'a', type: 'choice', choices: [] })] }, /choices: expected at least one choice/],
    [
      { tables: [table({}, { name: 'a', type: 'decimal', precision: 11 })] },
      /precision: expected a whole number from 0 to 10/,
    ],
  ])('that is not one is refused by the path: %j', (definition, message) => {
    expect(faultsOf(definition)[0]).toMatch(message);
  });

  const lookup = (more: object = {}): object => ({ name: 'at', type: 'lookup', targets: ['site'], ...more });

  it.each([
    [[table({ name: 'systemuser' })], 'Table "systemuser": this name is reserved.'],
    [[table({ name: 'landfall_x' })], 'Table "landfall_x": this name is reserved.'],
    [[table({ name: 'pg_x' })], 'Table "pg_x": this name is reserved.'],
    [[table({ name: 'a'.repeat(49) })], `Table "${'a'.repeat(49)}": its name is longer than 48 characters.`],
    [[table({ setName: 'teams' })], 'Table "site": the set name "teams" is reserved.'],
    [[table(), table()], 'The name "site" is given to two tables or N:N relationships.'],
    [[table(), table({ name: 'b', setName: 'sites' })], 'The set name "sites" is given to two tables.'],
    [
      [table({}, { ...name, name: 'ver' })],
      'Table "site": column "ver": this name is reserved: the service sets such a column itself.',
    ],
    [
      [table({}, { name: 'createdon', type: 'date' })],
      'Table "site": column "createdon": this name is reserved: the service sets such a column itself.',
    ],
    [[table({}, name)], 'Table "site": the column "name" is there twice.'],
    [
      [table({}, { ...name, name: 'siteid' })],
      'Table "site": the key "siteid" is made by the service: leave out the column.',
    ],
    [[table({ nameColumn: 'title' })], 'Table "site": its nameColumn "title" is not one of its columns of type text.'],
    [
      [table({ nameColumn: 'count' }, { name: 'count', type: 'integer' })],
      'Table "site": its nameColumn "count" is not one of its columns of type text.',
    ],
    [[table({ duplicateRules: [['x']] })], 'Table "site": duplicateRules name the column "x", which it does not have.'],
    [[table({}, { name: 'n', type: 'integer', min: 2, max: 1 })], 'Table "site": column "n": min 2 is above max 1.'],
    [
      [
        table(
          {},
          {
            name: 'c',
            type: 'choice',
            choices: [
              { value: 1, label: 'A' },
              { value: 1, label: 'B' },
            ],
          },
        ),
      ],
      'Table "site": column "c": the choice 1 is there twice.',
    ],
    [
      [
        table(
          {},
          {
            name: 'c',
            type: 'choice',
            choices: [
              { value: 1, label: 'A' },
              { value: 2, label: 'A' },
            ],
          },
        ),
      ],
      'Table "site": column "c": two choices are called "A".',
    ],
    [
      [table({}, lookup({ targets: ['nowhere'] }))],
      'Table "site": column "at": there is no table "nowhere" to point to.',
    ],
    [
      [table({}, lookup({ required: true }))],
      'Table "site": column "at": a required lookup cannot lose its row: say "onDelete": "restrict" or "cascade".',
    ],
    [
      [table({}, lookup({ targets: ['site', 'team'] }), { ...name, name: 'at_target' })],
      'Table "site": the column "at_target" has the name in which "at" keeps its table.',
    ],
    [
      [table({}, lookup({ targets: ['site', 'team'] }), { ...name, name: 'at_site' })],
      'Table "site": "at_site" is the name of two columns or navigation properties.',
    ],
  ])('is checked as a whole: %#', (tables, message) => {
    expect(faultsOf({ tables })).toContain(message);
  });

  const pairs = (more: object = {}): object => ({
    name: 'site_site',
    first: { table: 'site', navigation: 'next' },
    second: { table: 'site', navigation: 'previous' },
    ...more,
  });
  it.each([
    [
      pairs({ second: { table: 'x', navigation: 'y' } }),
      'N:N relationship "site_site": there is no table "x" in this file.',
    ],
    [pairs({ name: 'teammembership' }), 'N:N relationship "teammembership": this name is reserved.'],
    [pairs({ name: 'site' }), 'The name "site" is given to two tables or N:N relationships.'],
    [
      pairs({ second: { table: 'site', navigation: 'next' } }),
      'Table "site": "next" is the name of two columns or navigation properties.',
    ],
    [
      pairs({ second: { table: 'site', navigation: 'name' } }),
      'Table "site": "name" is the name of two columns or navigation properties.',
    ],
  ])('has checked N:N relationships: %#', (relation, message) => {
    expect(faultsOf({ tables: [table()], manyToMany: [pairs()] })).toEqual([]);
    expect(faultsOf({ tables: [table()], manyToMany: [relation] })).toContain(message);
  });

  it('names at most ten faults', () => {
    const columns = Array.from({ length: 30 }, () => ({ name: 'x', type: 'y' }));
    const faults = faultsOf({ tables: [{ name: 'a', columns }] });
    expect(faults).toHaveLength(11);
    expect(faults.at(-1)).toBe('and 20 more');
  });
});
