import type { SqlValue } from '../database/database.ts';
import { parseDate, parseDatetime } from './date-text.ts';
import type { Literal } from './filter-ast.ts';
import { parseWordLiteral } from './filter-literal.ts';
import { parseGuid } from './guid.ts';
import type { SqlParameters } from './sql-parameters.ts';
import type { Column } from './table.ts';
import { foldSql } from './text-match.ts';

type Operand = { readonly value: SqlValue; readonly sqlType: string };

/** A literal as a column is compared with it; null: the two do not go together. */
export function operandFor(column: Column, literal: Literal): Operand | null {
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
      return literal.kind === 'string' && !/[\0\p{Cs}]/u.test(literal.value)
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

/** Values of query functions are text: `PropertyValues=["5","2000"]` (docs/facts/dataverse.md §2.2). */
export function unquoted(column: Column, literal: Literal): Literal {
  if (literal.kind !== 'string') return literal;
  switch (column.type.kind) {
    case 'text':
    case 'memo':
      return literal;
    case 'date':
    case 'datetime': {
      const date = parseDate(literal.value);
      if (date !== null) return { kind: 'date', value: date };
      const datetime = parseDatetime(literal.value);
      return datetime === null ? literal : { kind: 'datetime', value: datetime };
    }
    default: {
      const value = parseWordLiteral(literal.value);
      return value === null || value.kind === 'null' ? literal : value;
    }
  }
}

const isText = (column: Column): boolean => column.type.kind === 'text' || column.type.kind === 'memo';

/** As it is compared: text without case. */
export function operandSql(column: Column, operand: Operand, parameters: SqlParameters): string {
  const sql = parameters.add(operand.value, operand.sqlType);
  return isText(column) ? foldSql(sql) : sql;
}

const groups: Readonly<Record<Column['type']['kind'], string>> = {
  key: 'id',
  lookup: 'id',
  owner: 'id',
  text: 'text',
  memo: 'text',
  integer: 'number',
  decimal: 'number',
  double: 'number',
  money: 'number',
  choice: 'choice',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
};

export function areComparable(a: Column, b: Column): boolean {
  return groups[a.type.kind] === groups[b.type.kind];
}
