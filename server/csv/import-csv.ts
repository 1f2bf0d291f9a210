import { type Database, type Queryable, text } from '../database/database.ts';
import type { Table, Tables } from '../odata/table.ts';
import { applyImport, type ImportCounts, type ImportPlan } from './apply-import.ts';
import { parseHeader } from './csv-columns.ts';
import { type CsvFaults, CsvRefused, createFaults } from './csv-fault.ts';
import { type Owners, parseRecord } from './parse-record.ts';
import { readCsv } from './read-csv.ts';
import { openStaging, type Staging } from './staging.ts';

type CsvImport = {
  readonly tables: Tables;
  readonly table: Table;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What a line does whose key is that of a row. */
  readonly existing: 'refuse' | 'update';
  /** Sign-in name of who owns rows without an owner in the file. */
  readonly as: string | null;
};
type ImportOutcome =
  | ({ readonly kind: 'done' } & ImportCounts)
  /** Nothing was imported. */
  | { readonly kind: 'faults'; readonly count: number; readonly lines: readonly string[] };

async function readOwners(db: Queryable, as: string | null): Promise<Owners> {
  const rows = await db.query(
    `select systemuserid as id, businessunitid as unit from systemuser
     union all select teamid, businessunitid from team`,
  );
  const businessUnits = new Map(rows.map((row) => [text(row.id), text(row.unit)]));
  if (as === null) return { businessUnits, fallback: null };
  const [person] = await db.query('select systemuserid from systemuser where domainname = $1', [as.toLowerCase()]);
  if (person === undefined) throw new CsvRefused(`There is nobody called "${as}".`);
  return { businessUnits, fallback: text(person.systemuserid) };
}

/** Reads the file to its end; lines that do not fit are noted, the others are staged as long as all do. */
async function stage(
  database: Database,
  { tables, table, chunks, as }: CsvImport,
  staging: Staging,
  faults: CsvFaults,
): Promise<ImportPlan['header']> {
  const owners = await readOwners(database, as);
  let header: ImportPlan['header'] | null = null;
  for await (const record of readCsv(chunks)) {
    if (header === null) {
      header = parseHeader(table, record.cells);
      continue;
    }
    const row = parseRecord({ tables, table, header, owners, faults }, record);
    if (row !== null && faults.count() === 0) await staging.add(row);
  }
  if (header === null) throw new CsvRefused('The file is empty: its first line must name columns.');
  await staging.complete();
  return header;
}

/** Never committed. */
class ImportFaulty extends Error {
  override readonly name = 'ImportFaulty';
}

/** @throws CsvRefused where there is nothing to read */
export async function importCsv(database: Database, given: CsvImport): Promise<ImportOutcome> {
  const { tables, table, existing } = given;
  if (table.isSystem) throw new CsvRefused(`Table ${table.name} is not imported: the landfall command manages it.`);
  const staging = await openStaging(database);
  let faults = createFaults();
  try {
    const header = await stage(database, given, staging, faults);
    if (faults.count() === 0) {
      const counts = await database.tx(async (tx) => {
        faults = createFaults();
        const plan = { importId: staging.id, tables, table, header, existing, faults };
        const applied = await applyImport(tx, plan);
        if (faults.count() > 0) throw new ImportFaulty();
        return applied;
      });
      return { kind: 'done', ...counts };
    }
  } catch (error) {
    if (!(error instanceof ImportFaulty)) throw error;
  } finally {
    await staging.discard();
  }
  return { kind: 'faults', count: faults.count(), lines: faults.lines() };
}
