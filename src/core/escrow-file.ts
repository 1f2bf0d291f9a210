import type { Change } from './change.ts';
import { checksum } from './checksum.ts';
import type { Json } from './row.ts';
import type { Account, Person } from './session.ts';
import type { TableDefinition } from './table.ts';

export const escrowFormat = 'Landfall escrow file';

/** 1: the first form. A reader refuses any other, and passes over names it does not know within its own. */
export const escrowVersion = 1;

/** Labels of a table, so that a person can read the file without the app. */
export interface EscrowTable {
  readonly label: string;
  readonly pluralLabel: string;
  readonly nameColumn: string;
  readonly columns: { readonly [name: string]: string };
}

/** Unsent changes on their way to another device. A copy: the device that wrote it keeps its own. */
export interface EscrowFile {
  readonly format: typeof escrowFormat;
  readonly version: typeof escrowVersion;
  /** What this file is, for whoever opens it. */
  readonly about: string;
  readonly environment: {
    readonly id: string;
    readonly name: string;
    readonly url: string;
    readonly dialect: string;
  };
  readonly person: Person;
  /** The database that it was written from. */
  readonly storeId: string;
  /** Device clock, milliseconds since 1970. */
  readonly writtenAt: number;
  readonly tables: { readonly [name: string]: EscrowTable };
  /** In the order made. */
  readonly changes: readonly Change[];
}

/** What an escrow file is written from. */
export interface EscrowSource {
  readonly account: Account;
  readonly storeId: string;
  readonly outbox: readonly Change[];
  readonly tables: readonly TableDefinition[];
  readonly now: number;
}

/** A file as it is handed to the person. */
export interface WrittenEscrow {
  readonly name: string;
  readonly text: string;
  readonly changes: number;
}

const about =
  'Changes that were not sent yet when this file was written. It is not encrypted: whoever has it can read them. ' +
  'Import it in Landfall, on the Sync page, as the same person in the same environment. Do not edit it.';

export function escrowFile({ account, storeId, outbox, tables, now }: EscrowSource): EscrowFile {
  const { id, name, url, dialect } = account.environment;
  const named = new Set(outbox.map(({ table }) => table));
  const labels = tables.filter((table) => named.has(table.name)).map((table) => [table.name, labelsOf(table)] as const);
  return {
    format: escrowFormat,
    version: escrowVersion,
    about,
    environment: { id, name, url, dialect },
    person: { id: account.person.id, name: account.person.name },
    storeId,
    writtenAt: now,
    tables: Object.fromEntries(labels),
    changes: outbox,
  };
}

export function writeEscrow(source: EscrowSource): WrittenEscrow {
  const file = plain(escrowFile(source));
  const text = JSON.stringify({ ...file, checksum: checksum(file) }, null, 2);
  const when = new Date(source.now).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  return { name: `landfall-unsent-${when}.json`, text, changes: source.outbox.length };
}

function labelsOf(table: TableDefinition): EscrowTable {
  const { label, pluralLabel, nameColumn, columns } = table;
  return {
    label,
    pluralLabel,
    nameColumn,
    columns: Object.fromEntries(columns.map((column) => [column.name, column.label])),
  };
}

/** As it will be read again: JSON and nothing else, which interfaces cannot say. */
function plain(file: EscrowFile): { readonly [name: string]: Json } {
  return JSON.parse(JSON.stringify(file));
}
