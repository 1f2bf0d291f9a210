import Dexie, { type DexieOptions } from 'dexie';
import { StoreFailure } from '../store.ts';
import { carefulFactory, isNewer } from './careful-factory.ts';
import { toStoreFailure } from './failures.ts';

/**
 * What becomes of a connection while nobody asks it anything. `blocked`: opening waits for another context that has the
 * database open in an older version and does not let go; `open` when that is over. `newer version` and `deleted` are for
 * good: this context never touches the database again.
 */
export type ConnectionNews = 'blocked' | 'open' | 'newer version' | 'deleted';

export interface Guards {
  /** The version this build knows. */
  readonly version: number;
  readonly tell: (news: ConnectionNews) => void;
  /** The store id that has to be found at each opening; null as long as it is not known. */
  readonly storeId: () => string | null;
}

/** Strict: what is said to be saved outlives a power cut. The option counts in every engine, despite its name. */
export function carefulOptions(version: number): DexieOptions {
  return {
    chromeTransactionDurability: 'strict',
    cache: 'disabled',
    indexedDB: carefulFactory(version),
    IDBKeyRange: Dexie.dependencies.IDBKeyRange,
  };
}

/** A Dexie database that says what becomes of it and can be given up. */
export class Connection {
  readonly dexie: Dexie;
  readonly #guards: Guards;
  readonly #waiting = new Set<(failure: StoreFailure) => void>();
  #refusal: StoreFailure | null = null;
  #isBlocked = false;
  #isClosed = false;

  constructor(dexie: Dexie, guards: Guards) {
    this.dexie = dexie;
    this.#guards = guards;
    // Sticky: at every opening, also the one after it was closed because another context upgrades.
    dexie.on('ready', (opened) => this.#look(opened), true);
    dexie.on('blocked', () => {
      this.#isBlocked = true;
      guards.tell('blocked');
    });
    // Called before Dexie's own listener, which closes.
    dexie.on('versionchange', (event) => {
      if (event.newVersion === null) this.#refuse('deleted', 'the database is being deleted');
      else queueMicrotask(() => this.#seeWhatCame());
    });
  }

  async open(): Promise<void> {
    this.throwIfRefused();
    try {
      await this.orGivenUp(this.dexie.open());
    } catch (error) {
      throw toStoreFailure(error);
    }
  }

  throwIfRefused(): void {
    if (this.#refusal !== null) throw this.#refusal;
  }

  /** What is waited for on this connection fails with `connection lost`. */
  giveUp(): void {
    this.close();
    const failure = new StoreFailure('connection lost', 'the database did not answer and its connection was given up');
    for (const reject of this.#waiting) reject(failure);
    this.#waiting.clear();
  }

  close(): void {
    this.#isClosed = true;
    this.dexie.close();
  }

  /** As `done`, unless the connection is given up first. */
  orGivenUp<T>(done: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      done.then(
        (result) => {
          this.#waiting.delete(reject);
          resolve(result);
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  /**
   * Dexie opens a database from the future without a word; its records may mean what we do not know. And it makes one
   * anew that was deleted under it, where everything would look as if nothing had ever been saved.
   */
  async #look(opened: Dexie): Promise<void> {
    const found = opened.backendDB();
    const { version, storeId, tell } = this.#guards;
    if (isNewer(found, version)) {
      const whose = `the database is of version ${Math.floor(found.version / 10)}, this app knows ${version}`;
      throw this.#refuse('newer version', whose);
    }
    const expected = storeId();
    if (expected !== null && storeIdIn(await opened.table('identity').get('only')) !== expected) {
      throw this.#refuse('deleted', 'the database was deleted while it was open');
    }
    if (this.#isBlocked) tell('open');
    this.#isBlocked = false;
  }

  /** Another context upgrades it: opening waits for the end of that, and shows whether it came to anything. */
  #seeWhatCame(): void {
    if (this.#isClosed) return;
    // What is found is told by `#look`; whoever asks next finds the rest.
    this.open().catch(() => {});
  }

  #refuse(kind: 'newer version' | 'deleted', message: string): StoreFailure {
    const refusal = this.#refusal ?? new StoreFailure(kind, message);
    if (this.#refusal === null) this.#guards.tell(kind);
    this.#refusal = refusal;
    return refusal;
  }
}

function storeIdIn(identity: unknown): unknown {
  return typeof identity === 'object' && identity !== null && 'storeId' in identity ? identity.storeId : null;
}
