import type { Filter } from './filter-ast.ts';
import { filterError } from './filter-lexer.ts';
import type { MetadataItem } from './metadata-items.ts';

/** The simple filters asked of table definitions: text and boolean properties, compared for equality. */
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
      const property = left.segments.join('/');
      const value = Object.hasOwn(item.plain, property) ? item.plain[property] : undefined;
      if (typeof value !== 'string' && typeof value !== 'boolean') {
        throw filterError(at, `the property '${property.slice(0, 80)}' cannot be compared`);
      }
      if (operator !== 'eq' && operator !== 'ne') throw filterError(at, 'only eq and ne are supported here');
      const isEqual = right.kind !== 'null' && right.value === value;
      return operator === 'eq' ? isEqual : !isEqual;
    }
    case 'text':
    case 'in':
    case 'lambda':
    case 'query':
      throw filterError(filter.at, 'only comparisons are supported here');
  }
}
