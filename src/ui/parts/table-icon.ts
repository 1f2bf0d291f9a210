import type { TableDefinition } from '../../core/table.ts';
import type { IconName } from './icon.tsx';

/** Tables that people know by sight; all others look like a table. */
const known: { readonly [name: string]: IconName } = {
  account: 'building',
  annotation: 'note',
  bookableresourcebooking: 'calendar',
  contact: 'person',
  msdyn_customerasset: 'box',
  systemuser: 'person',
};

export function tableIcon(table: TableDefinition): IconName {
  return known[table.name] ?? (table.name.endsWith('workorder') ? 'wrench' : 'table');
}
