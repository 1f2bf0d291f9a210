import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandRefused } from '../admin/command.ts';
import { type BackupHeader, type BackupTable, damaged, parseHeader, parseLine, parseTrailer } from './backup-format.ts';

type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  /** `line` is one JSON array of as many cells as the table has columns. */
  | { readonly kind: 'row'; readonly table: BackupTable; readonly line: string }
  | { readonly kind: 'end'; readonly rows: number };

const longestLine = 64 * 1024 * 1024;
const newline = 10;

/** Asked twice, for the check and for the work: a backup is never held whole. */
export type BackupSource = () => AsyncIterable<Uint8Array>;

async function* unzipped(source: BackupSource): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  pipeline(Readable.from(source()), gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    throw error instanceof CommandRefused ? error : damaged('it is cut off, or no gzip');
  } finally {
    gunzip.destroy();
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      const end = chunk.subarray(from, at);
      yield rest.length === 0 ? end : Buffer.concat([...rest, end]);
      rest = [];
      length = 0;
      from = at + 1;
    }
    length += chunk.length - from;
    if (length > longestLine) throw damaged('a line is too long');
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) throw damaged('it is cut off');
}

function checkRow(value: readonly unknown[], table: BackupTable | undefined): BackupTable {
  if (table === undefined || value.length !== table.columns.length) throw damaged('a row does not fit its table');
  if (value.every((cell) => cell === null || typeof cell === 'string')) return table;
  throw damaged('a cell is no text');
}

/**
 * All of it, in order. Only when `end` has come is everything as it was written: who acts on the parts before must be
 * able to take it back. @throws CommandRefused
 */
export async function* readBackup(source: BackupSource): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256');
  let header: BackupHeader | null = null;
  let at = -1;
  let rows = 0;
  let isOver = false;
  for await (const bytes of linesOf(unzipped(source))) {
    if (isOver) throw damaged('something follows its end');
    const line = bytes.toString('utf8');
    if (line.startsWith('{"end":')) {
      const trailer = parseTrailer(line);
      const isWhole = header !== null && at === header.tables.length - 1 && trailer.rows === rows;
      if (!isWhole || trailer.sha256 !== hash.digest('hex')) throw damaged('its checksum is another one');
      isOver = true;
      yield { kind: 'end', rows };
      continue;
    }
    hash.update(bytes).update('\n');
    if (header === null) {
      header = parseHeader(line);
      yield { kind: 'header', header };
      continue;
    }
    const value = parseLine(line);
    if (Array.isArray(value)) {
      rows += 1;
      yield { kind: 'row', table: checkRow(value, header.tables[at]), line };
      continue;
    }
    at += 1;
    const isNext = typeof value === 'object' && value !== null && 'table' in value;
    if (!isNext || value.table !== header.tables[at]?.name) throw damaged('its tables are not in their order');
  }
  if (!isOver) throw damaged('its end is missing');
}

/** Reads all of it and keeps nothing. @throws CommandRefused */
export async function verifyBackup(source: BackupSource): Promise<BackupHeader> {
  let header: BackupHeader | null = null;
  for await (const part of readBackup(source)) if (part.kind === 'header') header = part.header;
  if (header === null) throw damaged('it is empty');
  return header;
}
