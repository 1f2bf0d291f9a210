import type { Filter, Literal, Operator, TextFunction } from './filter-ast.ts';
import type { QueryFunctionName } from './query-function.ts';
import { findByWireName, type Table } from './table.ts';
import { element, textElement } from './xml-text.ts';

// FetchXML has no "not": it is carried down to the conditions, each of which has an opposite or cannot be denied.
const opposites: Readonly<Record<string, string>> = {
  eq: 'ne',
  gt: 'le',
  ge: 'lt',
  null: 'not-null',
  like: 'not-like',
  in: 'not-in',
  between: 'not-between',
  'eq-userid': 'ne-userid',
  'eq-businessid': 'ne-businessid',
};

const irregular: Partial<Readonly<Record<QueryFunctionName, string>>> = {
  EqualUserId: 'eq-userid',
  NotEqualUserId: 'ne-userid',
  EqualUserTeams: 'eq-userteams',
  EqualUserOrUserTeams: 'eq-useroruserteams',
  EqualBusinessId: 'eq-businessid',
  NotEqualBusinessId: 'ne-businessid',
  Last7Days: 'last-seven-days',
  Next7Days: 'next-seven-days',
};

/** `OnOrAfter` is `on-or-after`, `OlderThanXDays` is `olderthan-x-days`. */
export function fetchOperator(name: QueryFunctionName): string {
  const regular = name.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=X)/g, '-').toLowerCase();
  return irregular[name] ?? regular.replace('older-than-', 'olderthan-');
}

function opposite(operator: string): string {
  const found = opposites[operator] ?? Object.entries(opposites).find(([, denied]) => denied === operator)?.[0] ?? null;
  if (found === null) throw new Error(`a view cannot deny ${operator}`);
  return found;
}

type Condition = { readonly path: readonly string[]; readonly operator: string; readonly values: readonly Literal[] };

const wildcards: Readonly<Record<TextFunction, (text: string) => string>> = {
  contains: (text) => `%${text}%`,
  startswith: (text) => `${text}%`,
  endswith: (text) => `%${text}`,
};

const mirrored: Readonly<Record<Operator, Operator>> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' };

function comparison(filter: Filter & { readonly kind: 'compare' }): Condition {
  const { left, right } = filter;
  const [path, literal, operator] =
    left.kind === 'path' ? [left, right, filter.operator] : [right, left, mirrored[filter.operator]];
  if (path.kind !== 'path' || literal.kind === 'path') throw new Error('a view compares a column with a value');
  if (literal.kind !== 'null') return { path: path.segments, operator, values: [literal] };
  return { path: path.segments, operator: operator === 'eq' ? 'null' : 'not-null', values: [] };
}

function conditionOf(filter: Filter): Condition {
  switch (filter.kind) {
    case 'compare':
      return comparison(filter);
    case 'text': {
      const escaped = filter.value.replaceAll(/[[%_]/g, (char) => `[${char}]`);
      const value = { kind: 'string' as const, value: wildcards[filter.name](escaped) };
      return { path: filter.path.segments, operator: 'like', values: [value] };
    }
    case 'in':
      return { path: filter.path.segments, operator: 'in', values: filter.values };
    case 'query':
      return { path: filter.path.segments, operator: fetchOperator(filter.name), values: filter.values };
    default:
      throw new Error(`a view cannot hold ${filter.kind}`);
  }
}

function valueText(literal: Literal): string {
  if (literal.kind === 'null') return '';
  return literal.kind === 'boolean' ? (literal.value ? '1' : '0') : literal.value;
}

function conditionXml(table: Table, filter: Filter, asked: 'so' | 'not'): string {
  const condition = conditionOf(filter);
  const [name = '', ...others] = condition.path;
  const column = findByWireName(table, name) ?? table.columns.find((candidate) => candidate.name === name);
  if (column === undefined || others.length > 0) throw new Error(`${table.name} has no column ${name}`);
  const operator = asked === 'not' ? opposite(condition.operator) : condition.operator;
  const attributes = { attribute: column.name, operator };
  const [first, ...rest] = condition.values;
  const isList = rest.length > 0 || ['in', 'not-in', 'between', 'not-between'].includes(operator);
  if (!isList) return element('condition', { ...attributes, value: first && valueText(first) });
  return element(
    'condition',
    attributes,
    condition.values.map((value) => textElement('value', valueText(value))),
  );
}

/** A parsed `$filter` as FetchXML's `filter` and `condition` elements. Throws for what views cannot say. */
export function filterXml(table: Table, filter: Filter, asked: 'so' | 'not' = 'so'): string {
  switch (filter.kind) {
    case 'not':
      return filterXml(table, filter.of, asked === 'so' ? 'not' : 'so');
    case 'and':
    case 'or': {
      const type = asked === 'so' ? filter.kind : filter.kind === 'and' ? 'or' : 'and';
      const parts = [filter.left, filter.right].map((part) => filterXml(table, part, asked));
      return element('filter', { type }, parts);
    }
    default:
      return conditionXml(table, filter, asked);
  }
}
