import { CommandRefused } from '../admin/command.ts';

/**
 * # A backup file
 *
 * gzip of UTF-8 lines, each one JSON value:
 * - the header (`BackupHeader`);
 * - for each table of the header, in its order: `{"table": name}`, then its rows, each an array of the text of the cells
 *   in the order of the header's columns, null for none;
 * - the trailer (`BackupTrailer`), whose `sha256` is over all bytes before its line.
 *
 * 1: first form.
 */
export const backupFormat = 1;

export type BackupTable = { readonly name: string; readonly columns: readonly string[] };

export type BackupHeader = {
  readonly kind: 'landfall backup';
  readonly format: number;
  /** Version of the database's schema. */
  readonly schema: number;
  readonly at: string;
  readonly tables: readonly BackupTable[];
};

export type BackupTrailer = { readonly end: true; readonly rows: number; readonly sha256: string };

export const damaged = (what: string): CommandRefused =>
  new CommandRefused(`The file is not a whole backup: ${what}. Nothing was changed. Use another backup.`);

function isTable(value: unknown): value is BackupTable {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('columns' in value)) return false;
  const { name, columns } = value;
  return typeof name === 'string' && Array.isArray(columns) && columns.every((column) => typeof column === 'string');
}

/** @throws CommandRefused */
export function parseHeader(line: string): BackupHeader {
  const value = parseLine(line);
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'landfall backup') {
    throw damaged('it does not begin as one');
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const [format, schema, at, tables] = ['format', 'schema', 'at', 'tables'].map((name) => fields.get(name));
  if (format !== backupFormat) {
    throw new CommandRefused(
      `The backup has the format ${String(format)}; this Landfall reads format ${backupFormat}. Nothing was changed. ` +
        'Restore it with the version that made it.',
    );
  }
  if (typeof schema !== 'number' || typeof at !== 'string') throw damaged('its header is incomplete');
  if (!Array.isArray(tables) || !tables.every(isTable)) throw damaged('its header is incomplete');
  return { kind: 'landfall backup', format, schema, at, tables };
}

export function parseTrailer(line: string): BackupTrailer {
  const value = parseLine(line);
  if (typeof value === 'object' && value !== null && 'rows' in value && 'sha256' in value) {
    const { rows, sha256 } = value;
    if (typeof rows === 'number' && typeof sha256 === 'string') return { end: true, rows, sha256 };
  }
  throw damaged('its last line is incomplete');
}

export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged('a line is no JSON');
  }
}
