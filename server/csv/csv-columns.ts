import type { Column, Table } from '../odata/table.ts';
import { CsvRefused } from './csv-fault.ts';
import type { CsvCell } from './read-csv.ts';

/** Written by an export for completeness; the service knows better: it follows the owner. */
export const derivedColumns: readonly string[] = ['owningbusinessunit'];
/** Kept for rows that an import makes; an update sets them itself. */
export const stampedColumns: readonly string[] = ['createdon', 'modifiedon'];

/** The columns that the first line names, in its order. */
export function parseHeader(table: Table, cells: readonly CsvCell[]): readonly Column[] {
  const names = cells.map((cell) => cell ?? '');
  const unknown = names.filter((name) => !table.columns.some((column) => column.name === name));
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 5).map((name) => `"${name.slice(0, 60)}"`);
    const known = table.columns.map((column) => column.name).join(', ');
    throw new CsvRefused(`Line 1: table ${table.name} has no column ${shown.join(', ')}; it has ${known}.`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CsvRefused(`Line 1: the column "${twice}" is there twice.`);
  return names.flatMap((name) => table.columns.filter((column) => column.name === name));
}
