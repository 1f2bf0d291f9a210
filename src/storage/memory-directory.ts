import type { Account, Environment } from '../core/session.ts';
import type { BrowserSeen } from '../core/wake.ts';
import type { Directory } from './directory.ts';

/** The directory in memory. */
export class MemoryDirectory implements Directory {
  readonly #accounts = new Map<string, Account>();
  #current: string | null = null;
  #environments: readonly Environment[] = [];
  #seenIn: BrowserSeen = { browserMajor: null, install: 'unknown' };

  async accounts() {
    return structuredClone([...this.#accounts.values()]);
  }

  async saveAccount(account: Account) {
    this.#accounts.set(account.database, structuredClone(account));
  }

  async current() {
    return structuredClone(this.#accounts.get(this.#current ?? '') ?? null);
  }

  async setCurrent(database: string | null) {
    this.#current = database;
  }

  async environments() {
    return structuredClone(this.#environments);
  }

  async seenIn() {
    return structuredClone(this.#seenIn);
  }

  async saveSeenIn(seenIn: BrowserSeen) {
    this.#seenIn = structuredClone(seenIn);
  }

  async saveEnvironments(environments: readonly Environment[]) {
    this.#environments = structuredClone(environments);
  }

  close() {}
}
