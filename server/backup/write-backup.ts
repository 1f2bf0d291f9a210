import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type CommandFile, CommandRefused } from '../admin/command.ts';
import { type Database, type Queryable, text } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { schemaVersion } from '../database/upgrade.ts';
import { type BackupHeader, type BackupTrailer, backupFormat } from './backup-format.ts';
import { readStoredTables, type StoredTable } from './stored-tables.ts';

const rowsPerFetch = 500;
const gzipChunkBytes = 256 * 1024;
/** On PGlite the whole service waits for the snapshot to end: a file that takes nothing more must not hold it. */
const longestWriteMs = 20_000;

/**
 * The signing key stays out: with it whoever reads the file could sign in as anybody, and after a restore the tokens of
 * people disabled since would open again. The epoch is of one life of the data.
 */
const rowsOf = ({ name }: StoredTable): string =>
  name === 'landfall_setting' ? ` where name not in ('key', 'epoch')` : '';

async function* rowLines(tx: Queryable, table: StoredTable): AsyncGenerator<string> {
  const cells = table.columns.map(({ name }) => `${sqlName(name)}::text`);
  // A cursor: no more of the table than one portion is ever held here.
  await tx.query(
    `declare landfall_backup no scroll cursor for
       select to_json(array[${cells.join(', ')}]::text[])::text as line from ${sqlName(table.name)}${rowsOf(table)}`,
  );
  for (;;) {
    const rows = await tx.query(`fetch ${rowsPerFetch} from landfall_backup`);
    for (const row of rows) yield text(row.line);
    if (rows.length < rowsPerFetch) break;
  }
  await tx.query('close landfall_backup');
}

type BackupFigures = { rows: number; tables: number };

async function* backupLines(tx: Queryable, now: () => number, figures: BackupFigures): AsyncGenerator<string> {
  const tables = await readStoredTables(tx);
  const header: BackupHeader = {
    kind: 'landfall backup',
    format: backupFormat,
    schema: schemaVersion,
    at: new Date(now()).toISOString(),
    tables: tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) })),
  };
  yield JSON.stringify(header);
  for (const table of tables) {
    yield JSON.stringify({ table: table.name });
    for await (const line of rowLines(tx, table)) {
      figures.rows += 1;
      yield line;
    }
    figures.tables += 1;
  }
}

/** With the trailer; joined, since each piece costs a turn of the stream. */
async function* withTrailer(lines: AsyncIterable<string>, figures: BackupFigures): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let pending: string[] = [];
  let length = 0;
  const take = (): Buffer => {
    const bytes = Buffer.from(pending.join(''));
    pending = [];
    length = 0;
    hash.update(bytes);
    return bytes;
  };
  for await (const line of lines) {
    pending.push(line, '\n');
    length += line.length;
    if (length > gzipChunkBytes) yield take();
  }
  yield take();
  const trailer: BackupTrailer = { end: true, rows: figures.rows, sha256: hash.digest('hex') };
  yield Buffer.from(`${JSON.stringify(trailer)}\n`);
}

async function writeInTime(file: CommandFile, chunk: Uint8Array): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const refused = new CommandRefused('Writing the backup stood still: nothing was kept of it. Try again.');
    timer = setTimeout(() => reject(refused), longestWriteMs);
  });
  try {
    await Promise.race([file.write(chunk), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** One snapshot of everything, whoever writes meanwhile. */
export async function writeBackup(database: Database, file: CommandFile, now: () => number): Promise<BackupFigures> {
  let tries = 0;
  return database.tx(async (tx) => {
    // What the first try wrote cannot be taken back.
    if (++tries > 1) throw new CommandRefused('The database broke the backup off. Try again.');
    await tx.query('set transaction isolation level repeatable read, read only');
    const figures: BackupFigures = { rows: 0, tables: 0 };
    const source = Readable.from(withTrailer(backupLines(tx, now, figures), figures), { objectMode: false });
    const zipped = source.pipe(createGzip({ chunkSize: gzipChunkBytes }));
    source.on('error', (error) => zipped.destroy(error));
    for await (const chunk of zipped) await writeInTime(file, chunk);
    return figures;
  });
}
