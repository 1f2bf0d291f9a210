import Dexie from 'dexie';
import type { Database, RecordKind, Records } from '../records.ts';
import { StoreFailure } from '../store.ts';
import { Codec, type ReportUnreadable } from './codec.ts';
import { Connection, type ConnectionNews, carefulOptions } from './connection.ts';
import { dexieRecords } from './dexie-records.ts';
import { toStoreFailure } from './failures.ts';
import { schema, schema1, schemaVersion } from './schema.ts';
import { upgradeTo2 } from './upgrades.ts';

type Body<T> = (records: Records) => Promise<T>;

interface Reports {
  readonly unreadable: ReportUnreadable;
  readonly connection: (news: ConnectionNews) => void;
}

/** Transactions over IndexedDB. */
export class DexieDatabase implements Database {
  readonly #name: string;
  readonly #codec: Codec;
  readonly #tell: Reports['connection'];
  #connection: Connection;
  #storeId: string | null = null;
  #isClosed = false;

  constructor(name: string, reports: Reports) {
    this.#name = name;
    this.#tell = reports.connection;
    this.#connection = this.#connect();
    this.#codec = new Codec(reports.unreadable);
  }

  async open(): Promise<void> {
    await this.#connection.open();
  }

  /** From now on a database with another store id, or none, is not this one: it was deleted. */
  expect(storeId: string): void {
    this.#storeId = storeId;
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
    this.#connection.throwIfRefused();
    const old = this.#connection;
    // Another instance: one that hangs may hang in opening, and would go on to.
    this.#connection = this.#connect();
    old.giveUp();
    await this.open();
  }

  close(): void {
    this.#isClosed = true;
    this.#connection.close();
  }

  #connect(): Connection {
    const dexie = new Dexie(this.#name, carefulOptions(schemaVersion));
    dexie.version(1).stores(schema1);
    dexie.version(2).stores(schema).upgrade(upgradeTo2);
    return new Connection(dexie, { version: schemaVersion, tell: this.#tell, storeId: () => this.#storeId });
  }

  async #transact<T>(mode: 'r' | 'rw', scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    const connection = this.#connection;
    connection.throwIfRefused();
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
