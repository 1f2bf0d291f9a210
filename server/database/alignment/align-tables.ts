import { isLookup, type Table, type Tables } from '../../odata/table.ts';
import { StartFailure } from '../../start-failure.ts';
import type { Queryable } from '../database.ts';
import { columnLinks, pairSchema, tableSchema } from '../schema.ts';
import { alignColumn, type ColumnPlace } from './align-column.ts';
import { alignLookup } from './align-lookup.ts';
import { type Catalog, type FoundTable, readCatalog } from './catalog.ts';
import { hideUnserved } from './hide-unserved.ts';
import { readServed, type Served, writeServed } from './served-before.ts';

type Alignment = {
  readonly tx: Queryable;
  readonly tables: Tables;
  readonly catalog: Catalog;
  readonly served: Served;
};

function requireSameKey(table: Table, found: FoundTable): void {
  if (found.key.join() === table.key) return;
  throw new StartFailure(
    `Table "${table.name}" is in the database with the key "${found.key.join(', ')}", not "${table.key}". ` +
      'A key cannot change: name the old one in the definition, or give the table another name.',
  );
}

function placesOf({ catalog, served }: Alignment, table: Table, found: FoundTable): readonly ColumnPlace[] {
  const before = served.tables.find((one) => one.name === table.name);
  return table.columns.map((column) => ({
    table,
    column,
    found: found.columns.get(column.name) ?? null,
    servedType: before?.columns.find((one) => one.name === column.name)?.type ?? null,
    links: found.links.filter((link) => link.column === column.name),
    indexes: found.indexes,
    hasTargetColumn: catalog.get(table.name)?.columns.has(`${column.name}_target`) === true,
  }));
}

async function createTables({ tx, tables, catalog }: Alignment): Promise<readonly Table[]> {
  const missing = [...tables.byName.values()].filter((table) => !catalog.has(table.name));
  for (const statement of missing.flatMap(tableSchema)) await tx.query(statement);
  return missing;
}

async function alignPairs({ tx, tables, catalog }: Alignment): Promise<void> {
  for (const relation of tables.manyToMany) {
    const found = catalog.get(relation.name);
    if (found === undefined) {
      for (const statement of pairSchema(tables, relation)) await tx.query(statement);
      continue;
    }
    const ends = ['first', 'second'] as const;
    const isSame = ends.every((end) =>
      found.links.some((link) => link.column === `${end}_id` && link.target === relation[end].table),
    );
    if (isSame) continue;
    throw new StartFailure(
      `The N:N relationship "${relation.name}" is in the database between other tables. Give it another name.`,
    );
  }
}

/**
 * Brings the tables in the database to what is to be served: adds what is new, accepts what is wider, keeps what is no
 * longer served. Refuses with one line, before anything is committed, what would lose or falsify values. Stamps no row
 * for an added column: clients see by the metadata's version that the schema changed.
 */
export async function alignTables(tx: Queryable, tables: Tables, report: (line: string) => void): Promise<void> {
  const alignment: Alignment = { tx, tables, catalog: await readCatalog(tx), served: await readServed(tx) };
  const created = await createTables(alignment);
  for (const table of tables.byName.values()) {
    const found = alignment.catalog.get(table.name);
    if (found === undefined) continue;
    requireSameKey(table, found);
    for (const place of placesOf(alignment, table, found)) {
      await alignColumn(tx, place);
      if (isLookup(place.column)) await alignLookup(tx, tables, { ...place, column: place.column });
    }
  }
  for (const table of created) {
    for (const statement of table.columns.flatMap((column) => columnLinks(tables, table, column))) {
      await tx.query(statement);
    }
  }
  await alignPairs(alignment);
  await hideUnserved(alignment, report);
  await writeServed(tx, tables);
}
