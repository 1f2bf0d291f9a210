import Dexie from 'dexie';
import type { Database, RecordKind, Records } from '../records.ts';
import { StoreFailure } from '../store.ts';
import { Codec, type ReportUnreadable } from './codec.ts';
import { dexieRecords } from './dexie-records.ts';
import { toStoreFailure } from './failures.ts';
import { schema, schema1, schemaVersion } from './schema.ts';
import { upgradeTo2 } from './upgrades.ts';

type Body<T> = (records: Records) => Promise<T>;

/** Transactions over IndexedDB. */
export class DexieDatabase implements Database {
  readonly #dexie: Dexie;
  readonly #codec: Codec;
  #isClosed = false;

  constructor(name: string, report: ReportUnreadable) {
    // Strict: what is said to be saved outlives a power cut. The option counts in every engine, despite its name.
    this.#dexie = new Dexie(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.#dexie.version(1).stores(schema1);
    this.#dexie.version(2).stores(schema).upgrade(upgradeTo2);
    // Dexie opens a database from the future without a word; its records may mean what we do not know. Sticky: at every
    // opening, also the one after it closed because another context upgrades (Dexie closes then by itself).
    this.#dexie.on('ready', () => refuseNewer(this.#dexie), true);
    this.#codec = new Codec(report);
  }

  async open(): Promise<void> {
    try {
      await this.#dexie.open();
    } catch (error) {
      throw toStoreFailure(error);
    }
  }

  read<T>(scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    return this.#again(() => this.#transact('r', scope, body));
  }

  write<T>(scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    return this.#again(() => this.#transact('rw', scope, body));
  }

  writeOnce<T>(scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    return this.#transact('rw', scope, body);
  }

  close(): void {
    this.#isClosed = true;
    this.#dexie.close();
  }

  async #transact<T>(mode: 'r' | 'rw', scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    try {
      return await this.#dexie.transaction(mode, [...scope], (transaction) =>
        body(dexieRecords(transaction, this.#codec)),
      );
    } catch (error) {
      throw toStoreFailure(error);
    }
  }

  /** Once more over a new connection, if the old one was lost: WebKit loses it when the app was in the background. */
  async #again<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (this.#isClosed || !(error instanceof StoreFailure) || error.kind !== 'connection lost') throw error;
      this.#dexie.close({ disableAutoOpen: false });
      await this.open();
      return run();
    }
  }
}

/** Native versions are Dexie's times ten. */
function refuseNewer(dexie: Dexie): void {
  const found = Math.floor(dexie.backendDB().version / 10);
  if (found > schemaVersion) {
    throw new StoreFailure('newer version', `the database is of version ${found}, this app knows ${schemaVersion}`);
  }
}
