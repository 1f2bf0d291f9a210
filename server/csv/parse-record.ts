import { randomUUID } from 'node:crypto';
import type { SqlValue } from '../database/database.ts';
import { Refused } from '../odata/service-error.ts';
import { type Column, isLookup, type Table, type Tables, targetColumn } from '../odata/table.ts';
import { derivedColumns } from './csv-columns.ts';
import type { CsvFaults } from './csv-fault.ts';
import { parseCell, parseLookupCell } from './parse-cell.ts';
import type { CsvRecord } from './read-csv.ts';

/** One record, ready to be staged: database columns by name. */
export type StagedRow = {
  readonly line: number;
  readonly id: string;
  readonly row: Readonly<Record<string, SqlValue>>;
};

export type Owners = {
  /** Business unit by the key of a person or team. */
  readonly businessUnits: ReadonlyMap<string, string>;
  /** Who gets rows without an owner in the file; null: they are refused. */
  readonly fallback: string | null;
};
type RecordContext = {
  readonly tables: Tables;
  readonly table: Table;
  readonly header: readonly Column[];
  readonly owners: Owners;
  readonly faults: CsvFaults;
};

function ownerColumns({ owners }: RecordContext, id: string): Readonly<Record<string, SqlValue>> | null {
  const unit = owners.businessUnits.get(id);
  return unit === undefined ? null : { ownerid: id, owningbusinessunit: unit };
}

function columnsOf(context: RecordContext, column: Column, record: CsvRecord): Readonly<Record<string, SqlValue>> {
  const cell = record.cells[context.header.indexOf(column)] ?? null;
  if (derivedColumns.includes(column.name)) return {};
  if (isLookup(column)) {
    const lookup = parseLookupCell(context.tables, column, cell);
    const target = targetColumn(column);
    return { [column.name]: lookup?.id ?? null, ...(target === null ? {} : { [target]: lookup?.target ?? null }) };
  }
  if (column.type.kind === 'owner') {
    const id = cell?.toLowerCase() ?? '';
    if (id === '') return {};
    const owner = ownerColumns(context, id);
    if (owner !== null) return owner;
    context.faults.add(record.line, `Column '${column.name}': there is no person or team with this key.`);
    return {};
  }
  return { [column.name]: parseCell(column, cell) };
}

/** null: a fault was noted. */
export function parseRecord(context: RecordContext, record: CsvRecord): StagedRow | null {
  const { table, header, faults, owners } = context;
  const before = faults.count();
  if (record.cells.length !== header.length) {
    faults.add(record.line, `it has ${record.cells.length} cells, the first line has ${header.length}.`);
    return null;
  }
  let row: Record<string, SqlValue> = {};
  for (const column of header) {
    // No key: the row is new and gets one.
    if (column.type.kind === 'key' && (record.cells[header.indexOf(column)] ?? '') === '') continue;
    try {
      row = { ...row, ...columnsOf(context, column, record) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      faults.add(record.line, error.message);
    }
  }
  if (table.ownership === 'user' && row.ownerid === undefined && owners.fallback !== null) {
    row = { ...row, ...ownerColumns(context, owners.fallback) };
  }
  const id = row[table.key];
  const key = typeof id === 'string' ? id : randomUUID();
  return faults.count() > before ? null : { line: record.line, id: key, row: { ...row, [table.key]: key } };
}
