import type { Filter, Literal } from './filter-ast.ts';
import { filterError } from './filter-lexer.ts';
import type { MetadataItem } from './metadata-item.ts';

/** `RequiredLevel/Value` is a property of a property. */
function valueAt(from: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return from;
  if (typeof from !== 'object' || from === null || Array.isArray(from) || !Object.hasOwn(from, name)) return undefined;
  return valueAt(Reflect.get(from, name), rest);
}

function isEqual(value: unknown, literal: Literal): boolean {
  if (literal.kind === 'null') return value === null;
  return value === (literal.kind === 'number' ? Number(literal.value) : literal.value);
}

/** The simple filters asked of table definitions: text, numbers and yes/no, compared for equality. */
export function matchesFilter(item: MetadataItem, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return matchesFilter(item, filter.left) && matchesFilter(item, filter.right);
    case 'or':
      return matchesFilter(item, filter.left) || matchesFilter(item, filter.right);
    case 'not':
      return !matchesFilter(item, filter.of);
    case 'compare': {
      const { operator, left, right, at } = filter;
      if (left.kind !== 'path' || right.kind === 'path') {
        throw filterError(at, 'only a property can be compared with a value here');
      }
      if (operator !== 'eq' && operator !== 'ne') throw filterError(at, 'only eq and ne are supported here');
      const value = valueAt(item.plain, left.segments);
      if (value === undefined || (typeof value === 'object' && value !== null)) {
        throw filterError(at, `the property '${left.segments.join('/').slice(0, 80)}' cannot be compared`);
      }
      return isEqual(value, right) === (operator === 'eq');
    }
    case 'text':
    case 'in':
    case 'lambda':
    case 'query':
      throw filterError(filter.at, 'only comparisons are supported here');
  }
}
