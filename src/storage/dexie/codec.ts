import * as v from 'valibot';
import type { StoreName } from './schema.ts';

/** A record that cannot be read. It stays where it is. */
export interface Unreadable {
  readonly store: StoreName;
  /** The record's key or id as far as it can be told, for a developer to look it up. */
  readonly record: string;
}

export type ReportUnreadable = (unreadable: Unreadable) => void;

/** Reads stored records. What cannot be read counts as absent, is kept, is reported, and takes no other with it. */
export class Codec {
  readonly #report: ReportUnreadable;
  readonly #reported = new Set<string>();

  constructor(report: ReportUnreadable) {
    this.#report = report;
  }

  /** `shape` describes `T`: that is the caller's word, a shape knows no brands. */
  read<T>(store: StoreName, shape: v.GenericSchema, stored: unknown): T | undefined {
    if (stored === undefined) return undefined;
    if (v.is(shape, stored)) return stored as T;
    this.#complain(store, stored);
    return undefined;
  }

  readAll<T>(store: StoreName, shape: v.GenericSchema, stored: readonly unknown[]): T[] {
    return stored.flatMap((one) => this.read<T>(store, shape, one) ?? []);
  }

  /** For the store with very many records: a check by hand, a hundredth of the cost. */
  readChecked<T>(store: StoreName, isRight: (stored: object) => boolean, stored: unknown): T | undefined {
    if (stored === undefined) return undefined;
    if (typeof stored === 'object' && stored !== null && isRight(stored)) return stored as T;
    this.#complain(store, stored);
    return undefined;
  }

  #complain(store: StoreName, stored: unknown): void {
    const fields: { readonly [name: string]: unknown } = typeof stored === 'object' ? { ...stored } : {};
    const record = ['table', 'key', 'id', 'order', 'number', 'name']
      .flatMap((name) => (fields[name] === undefined ? [] : `${name} ${String(fields[name])}`))
      .join(', ');
    if (this.#reported.has(`${store}/${record}`)) return;
    this.#reported.add(`${store}/${record}`);
    this.#report({ store, record });
  }
}
