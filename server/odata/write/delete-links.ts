import { type Queryable, text } from '../../database/database.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { Person } from '../../identity/person.ts';
import type { Reference } from '../reference-url.ts';
import { associationForbidsDeletion } from '../service-error.ts';
import { type DeleteBehavior, isLookup, type LookupColumn, type Table, type Tables, targetColumn } from '../table.ts';
import { ownershipColumns, ownershipIn, requirePrivilege } from './row-access.ts';

type Deleter = { readonly person: Person; readonly tables: Tables };
/** A lookup through which rows of `from` may point to rows of `to`. */
type Relation = { readonly from: Table; readonly column: LookupColumn; readonly to: Table };
/** By table and key, for two tables may use one GUID; in the order in which they were found. */
type Doomed = Map<string, Reference>;

/** A link that may not be empty cannot be removed: it restricts. */
function ruleOf({ isRequired, type }: LookupColumn): DeleteBehavior {
  return isRequired && type.onDelete === 'removeLink' ? 'restrict' : type.onDelete;
}

function relationsTo(tables: Tables, to: Table): readonly Relation[] {
  return [...tables.byName.values()].flatMap((from) =>
    from.columns
      .filter(isLookup)
      .filter((column) => column.type.targets.includes(to.name))
      .map((column) => ({ from, column, to })),
  );
}

/** Ids travel as one parameter: a list of any length, and no lists of parameters in the seam. */
const idList = "any(string_to_array($1, ',')::uuid[])";

function pointsSql({ column, to }: Relation): string {
  const target = targetColumn(column);
  const isTarget = target === null ? '' : ` and ${sqlName(target)} = '${to.name}'`;
  return `${sqlName(column.name)} = ${idList}${isTarget}`;
}

async function refuseIfRestricted(tx: Queryable, relation: Relation, ids: readonly string[]): Promise<void> {
  const { from, column } = relation;
  const key = sqlName(from.key);
  const isItself = from === relation.to ? ` and ${key} <> ${sqlName(column.name)}` : '';
  const sql = `select 1 from ${sqlName(from.name)} where ${pointsSql(relation)}${isItself} limit 1`;
  if ((await tx.query(sql, [ids.join(',')])).length > 0) throw associationForbidsDeletion();
}

async function lockCascaded(
  tx: Queryable,
  person: Person,
  relation: Relation,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { from } = relation;
  const key = sqlName(from.key);
  const rows = await tx.query(
    `select ${key} as id${ownershipColumns(from)} from ${sqlName(from.name)}
     where ${pointsSql(relation)} order by ${key} for update`,
    [ids.join(',')],
  );
  for (const row of rows) requirePrivilege(person, ['Delete', from], ownershipIn(person, from, row));
  return rows.map((row) => text(row.id));
}

async function removeLinks(tx: Queryable, relation: Relation, ids: readonly string[]): Promise<void> {
  const { from, column } = relation;
  const target = targetColumn(column);
  const sets = [column.name, ...(target === null ? [] : [target])].map((name) => `${sqlName(name)} = null`);
  // In the order of keys, as others lock them.
  await tx.query(
    `update ${sqlName(from.name)} set ${sets.join(', ')} where ${sqlName(from.key)} in (
       select ${sqlName(from.key)} from ${sqlName(from.name)}
       where ${pointsSql(relation)} order by ${sqlName(from.key)} for no key update)`,
    [ids.join(',')],
  );
}

/** What the deletion of these rows takes with it, one step further. */
async function cascadeFrom(
  tx: Queryable,
  { tables, person }: Deleter,
  rows: readonly Reference[],
): Promise<readonly Reference[]> {
  const found: Reference[] = [];
  for (const [to, ids] of byTable(rows)) {
    for (const relation of relationsTo(tables, to)) {
      const rule = ruleOf(relation.column);
      if (rule === 'restrict') await refuseIfRestricted(tx, relation, ids);
      if (rule !== 'cascade') continue;
      for (const id of await lockCascaded(tx, person, relation, ids)) found.push({ table: relation.from, id });
    }
  }
  return found;
}

async function findDoomed(tx: Queryable, deleter: Deleter, root: Reference): Promise<Doomed> {
  const doomed: Doomed = new Map();
  let found: readonly Reference[] = [root];
  while (found.length > 0) {
    const fresh = found.filter(({ table, id }) => !doomed.has(`${table.name} ${id}`));
    for (const row of fresh) doomed.set(`${row.table.name} ${row.id}`, row);
    found = await cascadeFrom(tx, deleter, fresh);
  }
  return doomed;
}

function byTable(rows: Iterable<Reference>): ReadonlyMap<Table, readonly string[]> {
  const groups = new Map<Table, string[]>();
  for (const { table, id } of rows) {
    const group = groups.get(table) ?? [];
    group.push(id);
    groups.set(table, group);
  }
  return groups;
}

/**
 * Deletes a locked row and settles what points to it, by each lookup's own rule (docs/facts/dataverse.md §2.5): links
 * are removed, which gives their rows a new ETag; rows behind a cascade go too, and so on; one restricted link anywhere
 * refuses the whole. Pairs of N:N go with their rows by foreign key.
 *
 * Inferred: to remove a link takes no privilege on its row; to delete behind a cascade takes Delete on every row. Both,
 * and a restriction, hold for rows that the person does not see as well; which ones they are is not said.
 */
export async function deleteWithLinks(tx: Queryable, deleter: Deleter, root: Reference): Promise<void> {
  const doomed = await findDoomed(tx, deleter, root);
  for (const [to, ids] of byTable(doomed.values())) {
    for (const relation of relationsTo(deleter.tables, to)) {
      if (ruleOf(relation.column) === 'removeLink') await removeLinks(tx, relation, ids);
    }
  }
  for (const [table, ids] of [...byTable(doomed.values())].reverse()) {
    await tx.query(`delete from ${sqlName(table.name)} where ${sqlName(table.key)} = ${idList}`, [ids.join(',')]);
  }
}
