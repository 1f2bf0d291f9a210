import { parseDate, parseDatetime } from './date-text.ts';
import type { Literal } from './filter-ast.ts';
import { parseGuid } from './guid.ts';

/** The value an unquoted word stands for; null: it stands for none. */
export function parseWordLiteral(word: string): Literal | null {
  if (word === 'null') return { kind: 'null' };
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  const guid = parseGuid(word);
  if (guid !== null) return { kind: 'guid', value: guid };
  if (/^[-+]?\d{1,20}(\.\d{1,20})?(e[-+]?\d{1,3})?$/i.test(word)) return { kind: 'number', value: word };
  const date = parseDate(word);
  if (date !== null) return { kind: 'date', value: date };
  const datetime = parseDatetime(word);
  return datetime === null ? null : { kind: 'datetime', value: datetime };
}
