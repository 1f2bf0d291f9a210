import type { Json } from './row.ts';
import type { ColumnType } from './table.ts';

/** Nothing is there: the service's null, a column it left out, or text of no length are the same to a person. */
export function isEmpty(value: Json | undefined): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}

/**
 * Whether two wire values of a column say the same. It decides what has been applied already and what merges, so it
 * forgives exactly what services are known to change on the way: the writing of numbers, of instants and of line ends.
 */
export function isSameValue(type: ColumnType, a: Json | undefined, b: Json | undefined): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  switch (type.kind) {
    case 'choice':
      return a === b || Number(a) === Number(b);
    case 'integer':
      return Number(a) === Number(b);
    case 'decimal':
    case 'money':
      // Past its precision a service rounds.
      return Math.abs(Number(a) - Number(b)) < 0.5 / 10 ** type.precision;
    case 'date and time':
      return sameSecond(a, b);
    case 'long text':
      return withPlainLineEnds(a) === withPlainLineEnds(b);
    case 'text':
    case 'yes/no':
    case 'date':
    case 'lookup':
    case 'key':
      return a === b;
    case 'other':
      return isSameJson(a, b);
  }
}

/** Deep equality of plain data: wire values, definitions. The order of an object's names says nothing. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSameJson(item, b[index]));
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameJson(Reflect.get(a, name), Reflect.get(b, name)))
  );
}

/** Dataverse keeps whole seconds. What is no instant is compared as it stands. */
function sameSecond(a: Json, b: Json): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return isSameJson(a, b);
  const left = Math.floor(Date.parse(a) / 1000);
  const right = Math.floor(Date.parse(b) / 1000);
  return Number.isNaN(left) || Number.isNaN(right) ? a === b : left === right;
}

function withPlainLineEnds(value: Json): Json {
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value;
}
