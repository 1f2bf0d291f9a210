import type { ColumnDefinition } from '../../core/table.ts';
import { fieldTexts } from '../texts/field.ts';
import type { Entered } from './fields.ts';
import { countText } from './number-text.ts';

/** Beyond this a limit is the type's own and no news to a person. */
const farLimit = 1e9;

/** What helps while typing: limits where they matter, and that a date is not set. */
export function fieldHint(column: ColumnDefinition, entered: Entered, locale: string): string | undefined {
  const { type } = column;
  switch (type.kind) {
    case 'text':
    case 'long text': {
      const left = type.maxLength - (typeof entered === 'string' ? entered.length : 0);
      if (left < 0) return fieldTexts.atMost(countText(type.maxLength, locale));
      return left <= type.maxLength / 5 ? fieldTexts.charactersLeft(countText(left, locale)) : undefined;
    }
    case 'integer':
    case 'decimal':
    case 'money': {
      const isNear = Math.abs(type.min) < farLimit && Math.abs(type.max) < farLimit;
      return isNear ? fieldTexts.between(countText(type.min, locale), countText(type.max, locale)) : undefined;
    }
    case 'date':
    case 'date and time':
      return entered === '' ? fieldTexts.empty : undefined;
    default:
      return undefined;
  }
}
