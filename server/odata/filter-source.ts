import { sqlName } from '../database/sql-name.ts';
import type { Person } from '../identity/person.ts';
import type { Path } from './filter-ast.ts';
import { type Budget, emptyBudget, spend } from './filter-budget.ts';
import { filterError } from './filter-lexer.ts';
import { findNavigation, type Navigation, type SingleNavigation } from './navigation.ts';
import { scopeSql } from './scope.ts';
import type { Refused } from './service-error.ts';
import type { SqlParameters } from './sql-parameters.ts';
import { type Column, findByWireName, type Table, type Tables, targetColumn } from './table.ts';
import { foldSql } from './text-match.ts';

/** Who asks of what and when; and the parameters of the one statement that comes of it. */
export type Asker = {
  readonly tables: Tables;
  readonly person: Person;
  readonly nowMs: number;
  readonly parameters: SqlParameters;
};

/**
 * A column's text without case costs far more than what it is then compared with. Where a filter has many comparisons it
 * is made once for each row, which the planner would not do by itself; else in place, where the planner sees through it.
 */
type Folding = 'in place' | 'once';

/** Rows of one table in a statement, with the tables that paths have joined to them. */
type Source = {
  readonly asker: Asker;
  readonly table: Table;
  readonly alias: string;
  readonly joins: Map<string, { readonly source: Source; readonly sql: string }>;
  readonly budget: Budget;
  readonly folding: Folding;
  /** Text columns without case, each by the name that its row is given in the statement. */
  readonly folds: Map<string, string>;
};

export function rootSource(asker: Asker, table: Table, folding: Folding): Source {
  return { asker, table, folding, folds: new Map(), alias: 't0', joins: new Map(), budget: emptyBudget() };
}

function innerSource(from: Source, table: Table, at: number): Source {
  spend(from.budget, 'tables', { amount: 1, at });
  return { ...from, table, alias: `t${from.budget.tables}`, joins: new Map(), folds: new Map() };
}

function propertyMissing(table: Table, name: string, at: number): Refused {
  const shown = name.slice(0, 80);
  return filterError(at, `Could not find a property named '${shown}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`);
}

/** What may be seen of a source: a row out of sight is as good as absent, on every path that leads to it. */
export function sightSql(source: Source): string {
  const { asker, table, alias } = source;
  return scopeSql({ person: asker.person, type: 'Read', table, alias }, asker.parameters);
}

/** The condition that a row of `from` points to a row of `to` along a single-valued navigation property. */
function pointsTo(from: Omit<Source, 'joins'>, navigation: SingleNavigation, to: string): string {
  const column = from.table.columns.find((one) => one.name === navigation.column);
  const target = column === undefined ? null : targetColumn(column);
  const points = `${to}.${sqlName(navigation.target.key)} = ${from.alias}.${sqlName(navigation.column)}`;
  if (target === null) return points;
  return `${points} and ${from.alias}.${sqlName(target)} = ${from.asker.parameters.add(navigation.target.name, 'text')}`;
}

function join(from: Source, name: string, at: number): Source {
  const known = from.joins.get(name);
  if (known !== undefined) return known.source;
  const navigation = findNavigation(from.asker.tables, from.table, name);
  if (navigation === undefined) throw propertyMissing(from.table, name, at);
  if (navigation.kind !== 'single') {
    throw filterError(at, `'${name}' leads to many rows: ask by ${name}/any(…) or ${name}/all(…)`);
  }
  const source = innerSource(from, navigation.target, at);
  const on = `${pointsTo(from, navigation, source.alias)} and ${sightSql(source)}`;
  from.joins.set(name, { source, sql: `left join ${sqlName(source.table.name)} ${source.alias} on ${on}` });
  return source;
}

/** Where a path begins: the row asked of, or the row that a variable of any or all stands for. */
export type Rows = { readonly root: Source; readonly variables: ReadonlyMap<string, Source> };

function startOf(rows: Rows, path: Path): Source {
  const source = path.variable === null ? rows.root : rows.variables.get(path.variable);
  if (source === undefined) throw new Error('the parser lets no unknown variable through');
  return source;
}

export type Found = { readonly column: Column; readonly source: Source; readonly sql: string; readonly name: string };

/** Inner joins would lose rows whose lookup is empty: what they lead to is null, as every absent value. */
export function findColumn(rows: Rows, path: Path, find = findByWireName): Found {
  let source = startOf(rows, path);
  for (const step of path.segments.slice(0, -1)) source = join(source, step, path.at);
  const name = path.segments.at(-1) ?? '';
  const column = find(source.table, name);
  if (column === undefined) throw propertyMissing(source.table, name, path.at);
  return { column, source, sql: `${source.alias}.${sqlName(column.name)}`, name };
}

/** A column as it is compared: text without case. */
export function comparedSql({ column, source, sql }: Found): string {
  if (column.type.kind !== 'text' && column.type.kind !== 'memo') return sql;
  if (source.folding === 'in place') return foldSql(sql);
  const known = source.folds.get(column.name);
  const alias = known ?? `${source.alias}_f${source.folds.size}`;
  source.folds.set(column.name, alias);
  return `${alias}.folded`;
}

/** `offset 0` keeps the planner from putting the expression back into every place. */
function foldsSql({ alias, folds }: Source): string {
  const one = (name: string): string => foldSql(`${alias}.${sqlName(name)}`);
  return [...folds].map(([name, as]) => ` cross join lateral (select ${one(name)} as folded offset 0) ${as}`).join('');
}

/** What is joined to a source, and to those tables in turn. To be asked for after all conditions on it. */
export function joinsSql(source: Source): string {
  const joins = [...source.joins.values()].map((joined) => ` ${joined.sql}${joinsSql(joined.source)}`);
  return foldsSql(source) + joins.join('');
}

type Collection = { readonly source: Source; readonly from: string; readonly tie: string };

/** Pairs are joined, not asked for by `exists`: for that PostgreSQL tries every row with every other. */
function openLink(navigation: Navigation, from: Source, source: Source): Omit<Collection, 'source'> {
  const own = `${from.alias}.${sqlName(from.table.key)}`;
  const rows = `${sqlName(source.table.name)} ${source.alias}`;
  if (navigation.kind === 'many') {
    const { relation, near } = navigation;
    const pairs = `p_${source.alias}`;
    const on = `${source.alias}.${sqlName(source.table.key)} = ${pairs}.${near === 'first' ? 'second' : 'first'}_id`;
    return { from: `${sqlName(relation.name)} ${pairs} join ${rows} on ${on}`, tie: `${pairs}.${near}_id = ${own}` };
  }
  const { column } = navigation;
  const name = typeof column === 'string' ? column : column.name;
  const points = `${source.alias}.${sqlName(name)} = ${own}`;
  const target = typeof column === 'string' ? null : targetColumn(column);
  if (target === null) return { from: rows, tie: points };
  const isOwn = `${source.alias}.${sqlName(target)} = ${from.asker.parameters.add(from.table.name, 'text')}`;
  return { from: rows, tie: `${points} and ${isOwn}` };
}

/** The rows a collection leads to, and the condition that ties them to the row it is asked of. */
export function openCollection(rows: Rows, path: Path): Collection {
  const [name = '', ...behind] = path.segments;
  // Not behind a lookup: docs/facts/dataverse.md §2.2.
  if (behind.length > 0) throw filterError(path.at, 'any and all are not supported behind a lookup');
  const from = startOf(rows, path);
  const navigation = findNavigation(from.asker.tables, from.table, name);
  if (navigation === undefined) throw propertyMissing(from.table, name, path.at);
  if (navigation.kind === 'single') throw filterError(path.at, `'${name}' leads to one row: ask by ${name}/…`);
  const source = innerSource(from, navigation.target, path.at);
  const link = openLink(navigation, from, source);
  return { ...link, source, tie: `${link.tie} and ${sightSql(source)}` };
}
