import { CsvRefused } from '../csv/csv-fault.ts';
import { exportCsv } from '../csv/export-csv.ts';
import { importCsv } from '../csv/import-csv.ts';
import type { Table, Tables } from '../odata/table.ts';
import {
  type CommandCaller,
  type CommandGroup,
  CommandMisused,
  CommandRefused,
  type DatabaseCommand,
} from './command.ts';

function tableOf(tables: Tables, name: string): Table {
  const table = tables.byName.get(name) ?? tables.bySetName.get(name);
  if (table !== undefined) return table;
  throw new CommandRefused(`There is no table "${name}"; there are ${[...tables.byName.keys()].join(', ')}.`);
}

async function exportToFile(caller: CommandCaller, path: string, chunks: AsyncIterable<string>): Promise<void> {
  const file = await caller.createFile(path);
  try {
    for await (const chunk of chunks) await file.write(Buffer.from(chunk));
    await file.finish();
  } finally {
    await file.discard();
  }
}

const exportTable: DatabaseCommand = {
  place: 'database',
  words: ['export'],
  summary: 'Writes all rows of a table as CSV.',
  operands: ['TABLE'],
  options: { file: { kind: 'text', value: 'FILE', about: 'a new file; else the rows are printed' } },
  async run({ database, tables, caller }, args) {
    const chunks = exportCsv(database, tables, tableOf(tables, args.operand('TABLE')));
    const path = args.option('file');
    if (path !== null) return exportToFile(caller, path, chunks);
    // `print` ends each line itself.
    for await (const chunk of chunks) caller.print(chunk.replace(/\r\n$/, '\r'));
  },
};

const importTable: DatabaseCommand = {
  place: 'database',
  words: ['import'],
  summary: 'Reads rows of a table from CSV: all of them, or none and what is wrong by line.',
  details: [
    'The first line names columns. Lookups are keys of rows, choices numbers or labels, days YYYY-MM-DD, times',
    'YYYY-MM-DDThh:mm:ssZ, decimals have a dot. A line without a key makes a row with a new one.',
  ],
  operands: ['TABLE'],
  options: {
    file: { kind: 'text', value: 'FILE', about: 'the file to read; needed' },
    update: { kind: 'flag', about: 'lines with the key of a row change it' },
    as: { kind: 'text', value: 'NAME', about: 'who owns new rows without an ownerid' },
  },
  async run({ database, tables, caller }, args) {
    const path = args.option('file');
    if (path === null) throw new CommandMisused('Name the file with --file FILE.');
    const outcome = await importCsv(database, {
      tables,
      table: tableOf(tables, args.operand('TABLE')),
      chunks: caller.readFile(path),
      existing: args.flag('update') ? 'update' : 'refuse',
      as: args.option('as'),
    }).catch((error: unknown) => {
      throw error instanceof CsvRefused ? new CommandRefused(error.message) : error;
    });
    if (outcome.kind === 'done') return caller.print(`${outcome.made} rows made, ${outcome.changed} changed.`);
    for (const line of outcome.lines) caller.note(line);
    const left = outcome.count - outcome.lines.length;
    if (left > 0) caller.note(`… and ${left} more.`);
    throw new CommandRefused('Nothing was imported.');
  },
};

export const exportGroup: CommandGroup = {
  name: 'export',
  summary: 'A table as CSV:',
  commands: [exportTable],
};

export const importGroup: CommandGroup = {
  name: 'import',
  summary: 'CSV into a table:',
  commands: [importTable],
};
