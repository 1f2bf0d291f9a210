import type { Filter, Literal } from './filter-ast.ts';
import { spend } from './filter-budget.ts';
import { filterError } from './filter-lexer.ts';
import { operandFor, operandSql, unquoted } from './filter-operand.ts';
import { comparedSql, type Found, findColumn, type Rows } from './filter-source.ts';
import { dayOf, queryWindow, type Window } from './query-window.ts';
import { type Column, findByWireName, type Table } from './table.ts';

type Query = Filter & { readonly kind: 'query' };

const dayMs = 24 * 60 * 60 * 1000;
const largestCount = 1_000_000;

/** Query functions name a lookup as the table does, `ownerid`; its property in a row is taken as well. */
function findByAnyName(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name) ?? findByWireName(table, name);
}

function valuesSql(rows: Rows, query: Query, found: Found): readonly string[] {
  spend(rows.root.budget, 'values', { amount: query.values.length, at: query.at });
  return query.values.map((literal) => {
    const operand = operandFor(found.column, unquoted(found.column, literal));
    if (operand !== null) return operandSql(found.column, operand, rows.root.asker.parameters);
    const shown = `'${found.name}' (${found.column.type.kind})`;
    throw filterError(query.at, `${query.name}: ${shown} cannot be compared with this ${literal.kind}`);
  });
}

/** Whose ids a function compares with; null: it is no such function. */
function principals(rows: Rows, name: string): readonly string[] | null {
  const { person } = rows.root.asker;
  switch (name) {
    case 'EqualUserId':
    case 'NotEqualUserId':
      return [person.id];
    case 'EqualUserTeams':
      return [...person.teamIds];
    case 'EqualUserOrUserTeams':
      return [person.id, ...person.teamIds];
    case 'EqualBusinessId':
    case 'NotEqualBusinessId':
      return [person.businessUnitId];
    default:
      return null;
  }
}

function principalSql(rows: Rows, query: Query, found: Found): string | null {
  const ids = principals(rows, query.name);
  if (ids === null) return null;
  if (!['key', 'lookup', 'owner'].includes(found.column.type.kind)) {
    throw filterError(query.at, `${query.name} takes a lookup, and '${found.name}' is none`);
  }
  if (ids.length === 0) return 'false';
  const list = ids.map((id) => rows.root.asker.parameters.add(id, 'uuid')).join(', ');
  return `${found.sql} ${query.name.startsWith('Not') ? 'not in' : 'in'} (${list})`;
}

function countOf(query: Query): number {
  const [value] = query.values;
  if (value === undefined) return 0;
  const text = value.kind === 'number' || value.kind === 'string' ? value.value : '';
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= largestCount) return count;
  throw filterError(query.at, `${query.name}: PropertyValue is a whole number from 1 to ${largestCount}`);
}

function dayWindow(query: Query, found: Found): Window | null {
  if (query.name !== 'On' && query.name !== 'OnOrAfter' && query.name !== 'OnOrBefore') return null;
  const [given = { kind: 'null' }] = query.values;
  const value: Literal = unquoted(found.column, given);
  if (value.kind !== 'date' && value.kind !== 'datetime') {
    throw filterError(query.at, `${query.name}: PropertyValue is a date such as 2024-01-31`);
  }
  const day = dayOf(Date.parse(value.value));
  return {
    fromMs: query.name === 'OnOrBefore' ? null : day,
    toMs: query.name === 'OnOrAfter' ? null : day + dayMs,
  };
}

/** A day is in a span if its beginning is. */
function windowSql(rows: Rows, found: Found, window: Window): string {
  const isDate = found.column.type.kind === 'date';
  const bound = (ms: number): string => {
    const day = new Date(Math.ceil(ms / dayMs) * dayMs).toISOString().slice(0, 10);
    const { parameters } = rows.root.asker;
    return isDate ? parameters.add(day, 'date') : parameters.add(new Date(ms).toISOString(), 'timestamptz');
  };
  const { fromMs, toMs } = window;
  const conditions = [
    ...(fromMs === null ? [] : [`${found.sql} >= ${bound(fromMs)}`]),
    ...(toMs === null ? [] : [`${found.sql} < ${bound(toMs)}`]),
  ];
  return conditions.length === 0 ? `${found.sql} is not null` : conditions.join(' and ');
}

/** Dataverse's own functions of `$filter` as a condition in SQL. */
export function queryFunctionSql(rows: Rows, query: Query): string {
  const found = findColumn(rows, query.path, findByAnyName);
  const principal = principalSql(rows, query, found);
  if (principal !== null) return principal;
  const compared = comparedSql(found);
  switch (query.name) {
    case 'In':
    case 'NotIn':
      return `${compared} ${query.name === 'In' ? 'in' : 'not in'} (${valuesSql(rows, query, found).join(', ')})`;
    case 'Between':
    case 'NotBetween': {
      const [low = '', high = ''] = valuesSql(rows, query, found);
      return `${compared} ${query.name === 'Between' ? 'between' : 'not between'} ${low} and ${high}`;
    }
    default: {
      if (found.column.type.kind !== 'date' && found.column.type.kind !== 'datetime') {
        throw filterError(query.at, `${query.name} takes a column of dates, and '${found.name}' is none`);
      }
      const { nowMs } = rows.root.asker;
      const window = dayWindow(query, found) ?? queryWindow(query.name, countOf(query), nowMs);
      if (window === null) throw new Error(`no span of time: ${query.name}`);
      return windowSql(rows, found, window);
    }
  }
}
