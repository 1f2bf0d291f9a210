import { sqlName } from '../database/sql-name.ts';
import type { Filter, Literal, Operator, Path } from './filter-ast.ts';
import { spend } from './filter-budget.ts';
import { filterError } from './filter-lexer.ts';
import { areComparable, operandFor, operandSql } from './filter-operand.ts';
import {
  type Asker,
  comparedSql,
  type Found,
  findColumn,
  joinsSql,
  openCollection,
  type Rows,
  rootSource,
  sightSql,
} from './filter-source.ts';
import { queryFunctionSql } from './query-function-sql.ts';
import type { Table } from './table.ts';
import { hasSets, textMatchSql } from './text-match.ts';

const sqlOperators: Readonly<Record<Operator, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };
const mirrored: Readonly<Record<Operator, Operator>> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' };

type Compare = Filter & { readonly kind: 'compare' };

function literalSql(rows: Rows, found: Found, literal: Literal, at: number): string {
  const operand = operandFor(found.column, literal);
  if (operand !== null) return operandSql(found.column, operand, rows.root.asker.parameters);
  throw filterError(at, `'${found.name}' (${found.column.type.kind}) cannot be compared with a ${literal.kind}`);
}

/** Two columns of one row, of one type (docs/facts/dataverse.md §2.2). */
function columnsSql(rows: Rows, compare: Compare, paths: readonly [Path, Path]): string {
  const [left, right] = [findColumn(rows, paths[0]), findColumn(rows, paths[1])];
  if (left.source !== right.source) throw filterError(compare.at, 'only columns of the same row can be compared');
  if (!areComparable(left.column, right.column)) {
    const kinds = `${left.column.type.kind} and ${right.column.type.kind}`;
    throw filterError(compare.at, `'${left.name}' and '${right.name}' are of different types: ${kinds}`);
  }
  return `${comparedSql(left)} ${sqlOperators[compare.operator]} ${comparedSql(right)}`;
}

function valueSql(rows: Rows, path: Path, compare: Compare & { readonly right: Literal }): string {
  const found = findColumn(rows, path);
  const { operator, right, at } = compare;
  if (right.kind !== 'null') {
    const value = literalSql(rows, found, right, at);
    return `${comparedSql(found)} ${sqlOperators[operator]} ${value}`;
  }
  if (operator === 'eq') return `${found.sql} is null`;
  if (operator === 'ne') return `${found.sql} is not null`;
  throw filterError(at, `null can be compared by eq and ne only, not ${operator}`);
}

function compareSql(rows: Rows, compare: Compare): string {
  const { left, right, operator } = compare;
  if (left.kind === 'path' && right.kind === 'path') return columnsSql(rows, compare, [left, right]);
  if (left.kind === 'path' && right.kind !== 'path') return valueSql(rows, left, { ...compare, right });
  if (left.kind !== 'path' && right.kind === 'path') {
    return valueSql(rows, right, { ...compare, operator: mirrored[operator], right: left });
  }
  throw filterError(compare.at, 'a comparison needs a column on one side');
}

function inSql(rows: Rows, filter: Filter & { readonly kind: 'in' }): string {
  const found = findColumn(rows, filter.path);
  spend(rows.root.budget, 'values', { amount: filter.values.length, at: filter.at });
  const values = filter.values
    .filter((literal) => literal.kind !== 'null')
    .map((literal) => literalSql(rows, found, literal, filter.at));
  const listed = values.length === 0 ? [] : [`${comparedSql(found)} in (${values.join(', ')})`];
  const isEmpty = values.length < filter.values.length ? [`${found.sql} is null`] : [];
  return [...listed, ...isEmpty].join(' or ');
}

function lambdaSql(rows: Rows, filter: Filter & { readonly kind: 'lambda' }): string {
  const { source, from: link, tie } = openCollection(rows, filter.path);
  const variables = new Map(rows.variables);
  if (filter.variable !== null) variables.set(filter.variable, source);
  const of = filter.of === null ? 'true' : conditionSql({ ...rows, variables }, filter.of);
  const from = `${link}${joinsSql(source)}`;
  if (filter.quantifier === 'any') return `exists (select 1 from ${from} where ${tie} and ${of})`;
  // A row for which the condition is unknown does not fulfil it (inferred).
  return `not exists (select 1 from ${from} where ${tie} and (${of}) is not true)`;
}

function textSql(rows: Rows, filter: Filter & { readonly kind: 'text' }): string {
  const found = findColumn(rows, filter.path);
  const { type } = found.column;
  if (type.kind !== 'text' && type.kind !== 'memo') {
    throw filterError(filter.at, `${filter.name} takes a column of text, and '${found.name}' is none`);
  }
  spend(rows.root.budget, 'textWork', { amount: type.maxLength * filter.value.length, at: filter.at });
  if (hasSets(filter.value)) spend(rows.root.budget, 'sets', { amount: 1, at: filter.at });
  return textMatchSql(comparedSql(found), filter, rows.root.asker.parameters);
}

/** A comparison with an empty value is neither true nor false, as in SQL; such rows are not returned. */
function conditionSql(rows: Rows, filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${conditionSql(rows, filter.left)} ${filter.kind} ${conditionSql(rows, filter.right)})`;
    case 'not':
      return `(not ${conditionSql(rows, filter.of)})`;
    case 'compare':
      return `(${compareSql(rows, filter)})`;
    case 'text':
      return `(${textSql(rows, filter)})`;
    case 'in':
      return `(${inSql(rows, filter)})`;
    case 'lambda':
      return `(${lambdaSql(rows, filter)})`;
    case 'query':
      return `(${queryFunctionSql(rows, filter)})`;
  }
}

const manyComparisons = 5;

function comparisonsIn(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return comparisonsIn(filter.left) + comparisonsIn(filter.right);
    case 'not':
      return comparisonsIn(filter.of);
    case 'lambda':
      return filter.of === null ? 1 : comparisonsIn(filter.of);
    default:
      return 1;
  }
}

/**
 * What stands after `from`: the rows of a table that the person may see and that the filter keeps, under the table's
 * own name, so that what is selected and ordered by need not know of the tables that the filter joined.
 */
export function visibleRows(asker: Asker, table: Table, filter: Filter | null): string {
  const isShort = filter === null || comparisonsIn(filter) < manyComparisons;
  const root = rootSource(asker, table, isShort ? 'in place' : 'once');
  const sight = sightSql(root);
  const kept = filter === null ? 'true' : conditionSql({ root, variables: new Map() }, filter);
  const name = sqlName(table.name);
  return `(select ${root.alias}.* from ${name} ${root.alias}${joinsSql(root)} where ${sight} and ${kept}) ${name}`;
}
