import type { Queryable } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { type Column, isLookup, type Table, type Tables, tableNamed, targetColumn } from '../odata/table.ts';
import { derivedColumns, stampedColumns } from './csv-columns.ts';
import { type CsvFaults, mostFaultsShown } from './csv-fault.ts';

export type ImportPlan = {
  readonly importId: string;
  readonly tables: Tables;
  readonly table: Table;
  readonly header: readonly Column[];
  readonly existing: 'refuse' | 'update';
  readonly faults: CsvFaults;
};
export type ImportCounts = { readonly made: number; readonly changed: number };

type Find = { readonly where: string; readonly message: string };

/** Lines of the import, `i`, with their values, `r`. */
function lines({ importId, table }: ImportPlan): string {
  const name = sqlName(table.name);
  return `landfall_import i cross join lateral json_populate_record(null::${name}, i.row) r
    where i.import_id = '${importId}'::uuid`;
}

function rowExists({ table }: ImportPlan): string {
  return `exists (select 1 from ${sqlName(table.name)} t where t.${sqlName(table.key)} = i.id)`;
}

async function note(tx: Queryable, plan: ImportPlan, { where, message }: Find): Promise<void> {
  const rows = await tx.query(
    `select i.line from ${lines(plan)} and ${where} order by i.line limit ${mostFaultsShown}`,
  );
  for (const row of rows) plan.faults.add(Number(row.line), message);
}

function missingRequired({ table, header }: ImportPlan): readonly string[] {
  return table.columns
    .filter((column) => column.isRequired && !column.isReadOnly && !header.includes(column))
    .filter((column) => column.type.kind !== 'key' && column.type.kind !== 'owner')
    .map((column) => column.name);
}

async function checkRows(tx: Queryable, plan: ImportPlan): Promise<void> {
  const exists = rowExists(plan);
  await note(tx, plan, {
    where: `i.line in (select line from (
      select line, row_number() over (partition by id order by line) as at from landfall_import
      where import_id = '${plan.importId}'::uuid) twice where at > 1)`,
    message: 'the key was already in a line above.',
  });
  if (plan.existing === 'refuse') {
    await note(tx, plan, { where: exists, message: 'there is already a row with this key; --update would change it.' });
  }
  for (const name of missingRequired(plan)) {
    await note(tx, plan, { where: `not ${exists}`, message: `the row is new, and column '${name}' is required.` });
  }
  if (plan.table.ownership === 'user') {
    await note(tx, plan, {
      where: `r.ownerid is null and not ${exists}`,
      message: "the row is new and has no owner: say with --as whose it is, or in a column 'ownerid'.",
    });
  }
}

async function checkLookups(tx: Queryable, plan: ImportPlan): Promise<void> {
  for (const column of plan.header.filter(isLookup)) {
    if (derivedColumns.includes(column.name)) continue;
    const target = targetColumn(column);
    for (const name of column.type.targets) {
      const { key, setName } = tableNamed(plan.tables, name);
      const own = `r.${sqlName(column.name)}`;
      const isOfTarget =
        target === null ? `${own} is not null` : `r.${sqlName(target)} = '${sqlName(name).slice(1, -1)}'`;
      await note(tx, plan, {
        where: `${isOfTarget} and not exists (select 1 from ${sqlName(name)} x where x.${sqlName(key)} = ${own})`,
        message: `Column '${column.name}': there is no such row in ${setName}.`,
      });
    }
  }
}

/** Database columns that the file sets. */
function columnNames({ table, header }: ImportPlan): readonly string[] {
  const own = header
    .filter((column) => column.type.kind !== 'key' && !derivedColumns.includes(column.name))
    .flatMap((column) => [column.name, targetColumn(column) ?? column.name]);
  const ownership = table.ownership === 'user' ? ['ownerid', 'owningbusinessunit'] : [];
  return [...new Set([...own, ...ownership])];
}

async function updateRows(tx: Queryable, plan: ImportPlan): Promise<number> {
  const names = columnNames(plan).filter((name) => !stampedColumns.includes(name));
  const key = sqlName(plan.table.key);
  const set = names.map((name) => {
    const own = sqlName(name);
    // Without an owner in its line a row keeps the one it has.
    const isOwnership = name === 'ownerid' || name === 'owningbusinessunit';
    return `${own} = ${isOwnership ? `coalesce(r.${own}, t.${own})` : `r.${own}`}`;
  });
  const sql = `update ${sqlName(plan.table.name)} t set ${[`${key} = t.${key}`, ...set].join(', ')}
    from ${lines(plan)} and t.${key} = i.id returning 1`;
  const [row] = await tx.query(`with changed as (${sql}) select count(*)::int as rows from changed`);
  return Number(row?.rows);
}

async function insertRows(tx: Queryable, plan: ImportPlan): Promise<number> {
  const names = [plan.table.key, ...columnNames(plan)].map(sqlName);
  const values = names.map((name) => `r.${name}`).join(', ');
  const sql = `insert into ${sqlName(plan.table.name)} (${names.join(', ')})
    select ${values} from ${lines(plan)} and not ${rowExists(plan)} order by i.line returning 1`;
  const [row] = await tx.query(`with made as (${sql}) select count(*)::int as rows from made`);
  return Number(row?.rows);
}

/**
 * All of the staged rows or, where the plan's faults are not empty afterwards, none: the caller then rolls back. ETags,
 * change tracking and tombstones come from the table's triggers, as for any other write.
 */
export async function applyImport(tx: Queryable, plan: ImportPlan): Promise<ImportCounts> {
  // Nobody else makes or deletes rows between the checks and the end.
  await tx.query(`lock table ${sqlName(plan.table.name)} in share row exclusive mode`);
  // Rows of one file may point to each other in any order.
  await tx.query('set constraints all deferred');
  await checkRows(tx, plan);
  if (plan.faults.count() > 0) return { made: 0, changed: 0 };
  const changed = plan.existing === 'update' ? await updateRows(tx, plan) : 0;
  const made = await insertRows(tx, plan);
  await checkLookups(tx, plan);
  return { made, changed };
}
