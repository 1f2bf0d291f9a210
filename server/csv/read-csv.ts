import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { CsvRefused } from './csv-fault.ts';

/** An empty cell is null; empty text is written as `""`. */
export type CsvCell = string | null;
/** `line` is the first one of the record: with line breaks in its cells it has several. */
export type CsvRecord = { readonly line: number; readonly cells: readonly CsvCell[] };

const longestRecord = 16 * 1024 * 1024;

async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  // It takes a byte order mark away.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function refusalOf(error: unknown): Error {
  if (error instanceof TypeError) return new CsvRefused('The file is not UTF-8.');
  // Its codes do not all begin with CSV_.
  if (!(error instanceof CsvError)) return error instanceof Error ? error : new Error(String(error));
  const line = 'lines' in error ? `Line ${String(error.lines)}: ` : '';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new CsvRefused(`${line}a quote that is opened is not closed.`);
    case 'CSV_MAX_RECORD_SIZE':
      return new CsvRefused(`${line}a record is longer than ${longestRecord} characters.`);
    default:
      return new CsvRefused(`${line}the quotes are not as CSV has them (RFC 4180).`);
  }
}

/**
 * RFC 4180, one record at a time.
 * @throws CsvRefused where the text is not CSV
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncIterable<CsvRecord> {
  const parser = parse({
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: longestRecord,
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  });
  // What fails here is thrown by the loop below.
  const fed = pipeline(Readable.from(decode(chunks)), parser).catch(() => {});
  let line = 1;
  try {
    for await (const { info, record } of parser) {
      const cells = record as readonly CsvCell[];
      const start = line;
      line = Number(info.lines) + 1;
      // An empty line, as many programs leave one at the end.
      if (cells.length === 1 && cells[0] === null) continue;
      yield { line: start, cells };
    }
  } catch (error) {
    throw refusalOf(error);
  } finally {
    parser.destroy();
    await fed;
  }
}
