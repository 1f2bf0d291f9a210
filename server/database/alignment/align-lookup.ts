import { type LookupColumn, type Tables, tableNamed, targetColumn } from '../../odata/table.ts';
import { StartFailure } from '../../start-failure.ts';
import type { Queryable } from '../database.ts';
import { columnLinks, sqlDeletion } from '../schema.ts';
import { sqlName } from '../sql-name.ts';
import type { ColumnPlace } from './align-column.ts';

type LookupPlace = ColumnPlace & { readonly column: LookupColumn };

/** Rows are changed without a stamp: what a client sees of them stays the same. */
async function unstamped(tx: Queryable, table: string, change: () => Promise<unknown>): Promise<void> {
  await tx.query(`alter table ${table} disable trigger stamp`);
  await change();
  await tx.query(`alter table ${table} enable trigger stamp`);
}

async function requireTargets(tx: Queryable, { table, column }: LookupPlace, misfit: string): Promise<void> {
  const [row] = await tx.query(`select count(*)::int as rows from ${sqlName(table.name)} where ${misfit}`);
  if (row?.rows === 0) return;
  throw new StartFailure(
    `Table "${table.name}", column "${column.name}": ${String(row?.rows)} rows point to a table that is not among its targets any more. ` +
      'Change those rows with the old definition first, or keep it.',
  );
}

/** From one target to several, or back. Names of tables are checked by sqlName and hold no quote. */
async function alignTargets(tx: Queryable, place: LookupPlace): Promise<void> {
  const { table, column, links } = place;
  const name = sqlName(table.name);
  const own = sqlName(column.name);
  const target = sqlName(`${column.name}_target`);
  const allowed = column.type.targets.map((one) => `'${sqlName(one).slice(1, -1)}'`).join(', ');
  if (targetColumn(column) === null) {
    if (place.hasTargetColumn) {
      await requireTargets(tx, place, `${own} is not null and ${target} not in (${allowed})`);
      await tx.query(`alter table ${name} drop column ${target}`);
      return;
    }
    const other = links.find((link) => !column.type.targets.includes(link.target));
    if (other !== undefined) await requireTargets(tx, place, `${own} is not null`);
    return;
  }
  if (place.hasTargetColumn) return requireTargets(tx, place, `${own} is not null and ${target} not in (${allowed})`);
  await tx.query(`alter table ${name} add column ${target} text`);
  const [link] = links;
  if (link === undefined) return requireTargets(tx, place, `${own} is not null`);
  if (!column.type.targets.includes(link.target)) await requireTargets(tx, place, `${own} is not null`);
  const fill = `update ${name} set ${target} = $1 where ${own} is not null`;
  await unstamped(tx, name, () => tx.query(fill, [link.target]));
}

/** While a column is not served nobody keeps its lookups right: what they pointed to may be gone. */
async function clearDangling(tx: Queryable, tables: Tables, { table, column }: LookupPlace): Promise<void> {
  const own = sqlName(column.name);
  const target = targetColumn(column);
  for (const one of column.type.targets) {
    const { name, key } = tableNamed(tables, one);
    const isOfTarget = target === null ? 'true' : `${sqlName(target)} = '${sqlName(one).slice(1, -1)}'`;
    const cleared = [column.name, ...(target === null ? [] : [target])].map((part) => `${sqlName(part)} = null`);
    await tx.query(
      `update ${sqlName(table.name)} a set ${cleared.join(', ')} where ${own} is not null and ${isOfTarget}
       and not exists (select 1 from ${sqlName(name)} b where b.${sqlName(key)} = a.${own})`,
    );
  }
}

export async function alignLookup(tx: Queryable, tables: Tables, place: LookupPlace): Promise<void> {
  const { table, column, links } = place;
  const [only] = column.type.targets;
  const isSingle = targetColumn(column) === null;
  const isRight = (link: (typeof links)[number]): boolean =>
    isSingle && link.target === only && link.onDelete === sqlDeletion[column.type.onDelete];
  const kept = links.filter(isRight);
  if (isSingle ? kept.length > 0 && !place.hasTargetColumn : place.hasTargetColumn && links.length === 0) {
    if (!isSingle) await alignTargets(tx, place);
    return;
  }
  await alignTargets(tx, place);
  const name = sqlName(table.name);
  for (const link of links) await tx.query(`alter table ${name} drop constraint "${link.name}"`);
  if (place.found !== null && place.servedType === null && !column.isRequired) await clearDangling(tx, tables, place);
  const [index, ...others] = columnLinks(tables, table, column).toReversed();
  for (const statement of others) await tx.query(statement);
  if (index !== undefined && !place.indexes.has(column.name)) await tx.query(index);
}
