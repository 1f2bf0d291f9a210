import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJsonDefinition } from '../../../server/definitions/parse-json.ts';
import { readDefinition } from '../../../server/definitions/read-definition.ts';
import { toTables } from '../../../server/definitions/to-tables.ts';
import { StartFailure } from '../../../server/start-failure.ts';

const docs = join(import.meta.dirname, '..', '..', '..', 'docs');
const examples = join(docs, 'examples');
const page = readFileSync(join(docs, 'tables.md'), 'utf8');

describe('the documented definitions', () => {
  it('of the page are accepted', () => {
    const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      expect(toTables(parseJsonDefinition(block)).byName.size).toBeGreaterThan(3);
    }
  });

  it('in files are accepted, and the large one has every type', () => {
    const files = readdirSync(examples).filter((name) => name.endsWith('.json'));
    const tables = files.map((name) => readDefinition(join(examples, name), () => {}));
    const kinds = tables.flatMap((one) =>
      [...one.byName.values()].flatMap((table) => table.columns.map((column) => column.type.kind)),
    );
    const all = [...page.matchAll(/^\| (`[a-z`, ]+`) \|/gm)].flatMap((match) => match[1]?.match(/[a-z]+/g) ?? []);
    for (const kind of [
      'text',
      'memo',
      'integer',
      'decimal',
      'money',
      'double',
      'datetime',
      'date',
      'choice',
      'boolean',
      'lookup',
    ]) {
      expect(kinds).toContain(kind);
      expect(all).toContain(kind);
    }
  });

  it('are read from files by their ending, with one clear failure', () => {
    const read = (file: string) => () => readDefinition(file, () => {});
    expect(read('/nowhere/tables.json')).toThrow(StartFailure);
    expect(read('/nowhere/tables.json')).toThrow(/^LANDFALL_TABLES: \/nowhere\/tables\.json: ENOENT/);
    expect(read('/nowhere/tables.yaml')).toThrow('its name must end in .json, .xml or .csdl');
    expect(read(join(docs, 'tables.md'))).toThrow('its name must end in');
  });
});
