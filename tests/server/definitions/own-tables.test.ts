import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { demoTables } from '../../../server/demo/tables/demo-tables.ts';
import { metadataVersion } from '../../../server/odata/metadata-version.ts';
import { indexTables, type Table } from '../../../server/odata/table.ts';
import { prepareData } from '../../../server/prepare-data.ts';
import { readSettings } from '../../../server/settings.ts';
import { openService } from '../service-fixture.ts';
import { openTestDatabase } from '../test-database.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'examples', 'inspections.json');
const own = readSettings({ LANDFALL_TABLES: file }, [], '/app');
const demo = readSettings({}, [], '/app');

let database: Database;
afterEach(() => database.close());

describe('tables of one’s own', () => {
  it('are served without demo rows and people, at every start', async () => {
    database = await openTestDatabase('empty', async () => {});
    const first = await prepareData(database, own, () => {});
    expect([...first.tables.bySetName.keys()]).toContain('inspections');
    expect(first.tables.bySetName.has('accounts')).toBe(false);
    expect(await prepareData(database, own, () => {})).toEqual(first);
    expect(await database.query('select * from systemuser')).toEqual([]);
  });

  it('and the demo are never served as each other', async () => {
    database = await openTestDatabase('empty', async () => {});
    await prepareData(database, own, () => {});
    await expect(prepareData(database, demo, () => {})).rejects.toThrow(/tables of your own.*LANDFALL_TABLES/);
    await database.close();
    const service = await openService({ scale: 0.002 });
    database = service.database;
    await expect(prepareData(database, own, () => {})).rejects.toThrow(/that of the demo.*LANDFALL_DATA/);
    expect((await prepareData(database, demo, () => {})).tables).toBe(demoTables);
  });
});

describe('the version of the metadata', () => {
  const [table, ...others] = [...demoTables.byName.values()];
  const withTable = (change: Partial<Table>): string => {
    if (table === undefined) throw new Error('no table');
    return metadataVersion(indexTables([{ ...table, ...change }, ...others], demoTables.manyToMany));
  };

  it('§2.1 is digits, the same for the same schema, another after any change', () => {
    database = { close: async () => {} } as Database;
    const versions = [
      metadataVersion(demoTables),
      withTable({ label: 'Another' }),
      withTable({ columns: table?.columns.slice(1) ?? [] }),
      metadataVersion(indexTables([...demoTables.byName.values()], [])),
    ];
    expect(withTable({})).toBe(versions[0]);
    expect(new Set(versions).size).toBe(versions.length);
    for (const version of versions) expect(version).toMatch(/^\d+$/);
  });
});
