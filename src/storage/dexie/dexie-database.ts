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
  readonly #name: string;
  readonly #codec: Codec;
  #connection: Connection;
  #isClosed = false;

  constructor(name: string, report: ReportUnreadable) {
    this.#name = name;
    this.#connection = connect(name);
    this.#codec = new Codec(report);
  }

  async open(): Promise<void> {
    try {
      await this.#connection.dexie.open();
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

  async reconnect(): Promise<void> {
    if (this.#isClosed) return;
    const old = this.#connection;
    // Another instance: one that hangs may hang in opening, and would go on to.
    this.#connection = connect(this.#name);
    old.dexie.close();
    old.giveUp(new StoreFailure('connection lost', 'the connection to the database did not answer and was given up'));
    await this.open();
  }

  close(): void {
    this.#isClosed = true;
    this.#connection.dexie.close();
  }

  async #transact<T>(mode: 'r' | 'rw', scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    const connection = this.#connection;
    try {
      const done = connection.dexie.transaction(mode, [...scope], (transaction) =>
        body(dexieRecords(transaction, this.#codec)),
      );
      return await connection.orGivenUp(done);
    } catch (error) {
      throw toStoreFailure(error);
    }
  }

  /** Once more over a new connection, if the old one was lost: WebKit loses it when the app was in the background. */
  async #again<T>(run: () => Promise<T>): Promise<T> {
    const connection = this.#connection;
    try {
      return await run();
    } catch (error) {
      if (this.#isClosed || !(error instanceof StoreFailure) || error.kind !== 'connection lost') throw error;
      // Whoever gave the old connection up has opened the next one.
      if (this.#connection === connection) {
        connection.dexie.close({ disableAutoOpen: false });
        await this.open();
      }
      return run();
    }
  }
}

interface Connection {
  readonly dexie: Dexie;
  /** What is waited for ends with this. */
  giveUp(failure: StoreFailure): void;
  orGivenUp<T>(done: PromiseLike<T>): Promise<T>;
}

function connect(name: string): Connection {
  // Strict: what is said to be saved outlives a power cut. The option counts in every engine, despite its name.
  const dexie = new Dexie(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
  dexie.version(1).stores(schema1);
  dexie.version(2).stores(schema).upgrade(upgradeTo2);
  // Dexie opens a database from the future without a word; its records may mean what we do not know. Sticky: at every
  // opening, also the one after it closed because another context upgrades (Dexie closes then by itself).
  dexie.on('ready', () => refuseNewer(dexie), true);
  const waiting = new Set<(failure: StoreFailure) => void>();
  return {
    dexie,
    giveUp(failure) {
      for (const reject of waiting) reject(failure);
      waiting.clear();
    },
    orGivenUp<T>(done: PromiseLike<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.add(reject);
        done.then(
          (result) => {
            waiting.delete(reject);
            resolve(result);
          },
          (error: unknown) => {
            waiting.delete(reject);
            reject(error);
          },
        );
      });
    },
  };
}

/** Native versions are Dexie's times ten. */
function refuseNewer(dexie: Dexie): void {
  const found = Math.floor(dexie.backendDB().version / 10);
  if (found > schemaVersion) {
    throw new StoreFailure('newer version', `the database is of version ${found}, this app knows ${schemaVersion}`);
  }
}
