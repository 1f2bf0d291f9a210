import type { Values } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import { formTexts } from '../texts/form.ts';

export function rowName(table: TableDefinition, values: Values): string {
  const name = values[table.nameColumn];
  return typeof name === 'string' && name.trim() !== '' ? name : formTexts.noName;
}
