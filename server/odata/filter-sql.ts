import type { SqlValue } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import type { Filter, Literal, Operator } from './filter-ast.ts';
import { filterError } from './filter-lexer.ts';
import { parseGuid } from './guid.ts';
import type { SqlParameters } from './sql-parameters.ts';
import { type Column, findByWireName, type Table } from './table.ts';

const sqlOperators: Readonly<Record<Operator, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };

type Operand = { readonly value: SqlValue; readonly sqlType: string };

function operandFor(column: Column, literal: Literal): Operand | null {
  switch (column.type.kind) {
    case 'key':
    case 'lookup':
    case 'owner': {
      const guid =
        literal.kind === 'guid' ? literal.value : literal.kind === 'string' ? parseGuid(literal.value) : null;
      return guid === null ? null : { value: guid, sqlType: 'uuid' };
    }
    case 'text':
    case 'memo':
      return literal.kind === 'string' && !literal.value.includes('\0')
        ? { value: literal.value, sqlType: 'text' }
        : null;
    case 'integer':
    case 'choice':
    case 'decimal':
    case 'double':
    case 'money':
      return literal.kind === 'number' ? { value: literal.value, sqlType: 'numeric' } : null;
    case 'boolean':
      return literal.kind === 'boolean' ? { value: literal.value, sqlType: 'boolean' } : null;
    case 'date':
      return literal.kind === 'date' ? { value: literal.value, sqlType: 'date' } : null;
    case 'datetime':
      if (literal.kind === 'date') return { value: `${literal.value}T00:00:00Z`, sqlType: 'timestamptz' };
      return literal.kind === 'datetime' ? { value: literal.value, sqlType: 'timestamptz' } : null;
  }
}

export function columnSql(column: Column): string {
  const isText = column.type.kind === 'text' || column.type.kind === 'memo';
  // PGlite sorts by bytes, another PostgreSQL by its own locale: say which.
  return isText ? `${sqlName(column.name)} collate "C"` : sqlName(column.name);
}

const mirrored: Readonly<Record<Operator, Operator>> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' };

function compareSql(table: Table, filter: Filter & { kind: 'compare' }, parameters: SqlParameters): string {
  const { left, right } = filter;
  const path = left.kind === 'path' ? left : right;
  const literal = left.kind === 'path' ? right : left;
  if (path.kind !== 'path' || literal.kind === 'path') {
    throw filterError(filter.at, 'only a column can be compared with a value');
  }
  const operator = left.kind === 'path' ? filter.operator : mirrored[filter.operator];
  const property = path.segments.join('/');
  const column = findByWireName(table, property);
  if (column === undefined) {
    const name = property.slice(0, 80);
    throw filterError(path.at, `Could not find a property named '${name}' on type '${table.name}'.`);
  }
  if (literal.kind === 'null') {
    if (operator === 'eq') return `${sqlName(column.name)} is null`;
    if (operator === 'ne') return `${sqlName(column.name)} is not null`;
    throw filterError(filter.at, `null can be compared by eq and ne only, not ${operator}`);
  }
  const operand = operandFor(column, literal);
  if (operand === null) {
    throw filterError(filter.at, `'${property}' (${column.type.kind}) cannot be compared with a ${literal.kind}`);
  }
  return `${columnSql(column)} ${sqlOperators[operator]} ${parameters.add(operand.value, operand.sqlType)}`;
}

/** Empty values match no comparison, not even `ne`, as in Dataverse (SQL's own rule). */
export function filterSql(table: Table, filter: Filter, parameters: SqlParameters): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const left = filterSql(table, filter.left, parameters);
      return `(${left} ${filter.kind} ${filterSql(table, filter.right, parameters)})`;
    }
    case 'not':
      return `(not ${filterSql(table, filter.of, parameters)})`;
    case 'compare':
      return `(${compareSql(table, filter, parameters)})`;
    case 'text':
    case 'in':
    case 'lambda':
    case 'query':
      throw filterError(filter.at, 'only comparisons are supported here');
  }
}
