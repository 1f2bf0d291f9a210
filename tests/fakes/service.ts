import type { Change, ChangeId } from '../../src/core/change.ts';
import type { PullStrategy } from '../../src/core/checkpoint.ts';
import { type Attempt, type Failure, failed, succeeded } from '../../src/core/failure.ts';
import type { BaseRow, DeltaLink, ETag, NextLink, RowAddress, RowKey, Values } from '../../src/core/row.ts';
import type { TableDefinition, TableList } from '../../src/core/table.ts';
import type { AppliedRow, Portion, ServiceClient } from '../../src/service/service-client.ts';
import { deferred } from './deferred.ts';

/** What the service did to a row, in order. */
export interface Effect {
  readonly kind: Change['kind'];
  readonly table: string;
  readonly key: RowKey;
}

type CallKind = 'tables' | 'count' | 'read' | 'row' | 'send';

interface Misfortune {
  readonly call: CallKind;
  readonly failure: Failure;
  /** The service does what was asked before the answer is lost. */
  readonly isApplied: boolean;
}

interface Held {
  readonly call: CallKind;
  readonly isApplied: boolean;
  readonly reached: () => void;
  readonly release: Promise<void>;
}

interface StoredRow {
  readonly row: BaseRow;
  readonly changedAt: number;
}

/** A service in memory with preconditions, change tracking and levers: it shares no code with the client. */
export class FakeService implements ServiceClient {
  tablesThere: readonly TableDefinition[];
  isTracking = true;
  portionRows = 3;
  /** After a restore too: a service whose links do not know of it. */
  keepsLinks = false;
  epoch = 'epoch 1';
  #named: string | null = null;
  readonly effects: Effect[] = [];
  /** Ids of the changes that made them, in the same order. */
  readonly applied: ChangeId[] = [];
  readonly calls: string[] = [];
  #version = 0;
  #misfortunes: Misfortune[] = [];
  #held: Held[] = [];
  readonly #rows = new Map<string, Map<RowKey, StoredRow>>();
  readonly #removed: { readonly table: string; readonly key: RowKey; readonly at: number }[] = [];

  constructor(tables: readonly TableDefinition[]) {
    this.tablesThere = tables;
  }

  // Levers.

  put(table: string, key: string, values: Values): void {
    this.#version += 1;
    const row: BaseRow = { key: key as RowKey, etag: `W/"${this.#version}"` as ETag, values };
    this.#rowsOf(table).set(row.key, { row, changedAt: this.#version });
  }

  remove(table: string, key: string): void {
    this.#version += 1;
    this.#rowsOf(table).delete(key as RowKey);
    this.#removed.push({ table, key: key as RowKey, at: this.#version });
  }

  there(table: string, key: string): BaseRow | null {
    return this.#rowsOf(table).get(key as RowKey)?.row ?? null;
  }

  countOf(table: string): number {
    return this.#rowsOf(table).size;
  }

  /** Keeps the rows as they are now. Returns how to go back to them: a new epoch then, as after every restore. */
  backup(): () => void {
    const tables = new Map([...this.#rows].map(([table, rows]) => [table, new Map(rows)]));
    return () => {
      this.#rows.clear();
      for (const [table, rows] of tables) this.#rows.set(table, new Map(rows));
      this.epoch = `${this.epoch} restored`;
    };
  }

  /** The next call of a kind fails so; `isApplied` if only the answer is lost. */
  failNext(call: CallKind, failure: Failure, isApplied = false): void {
    this.#misfortunes.push({ call, failure, isApplied });
  }

  /** The next call of a kind waits: `reached` resolves when it has arrived, `release` lets it go on. */
  holdNext(call: CallKind, isApplied = false): { readonly reached: Promise<void>; readonly release: () => void } {
    const reached = deferred();
    const release = deferred();
    this.#held.push({ call, isApplied, reached: () => reached.resolve(), release: release.promise });
    return { reached: reached.promise, release: () => release.resolve() };
  }

  // What the client asks.

  tables(signal: AbortSignal): Promise<Attempt<TableList>> {
    return this.#answer('tables', 'tables', signal, () => succeeded({ tables: this.tablesThere, leftOut: [] }));
  }

  count(table: TableDefinition, signal: AbortSignal): Promise<Attempt<number | null>> {
    return this.#answer('count', `count ${table.name}`, signal, () => succeeded(this.#rowsOf(table.name).size));
  }

  readFirst(table: TableDefinition, strategy: PullStrategy, signal: AbortSignal): Promise<Attempt<Portion>> {
    return this.#answer('read', `read ${table.name} by ${strategy}`, signal, () => {
      if (strategy === 'delta link' && !this.isTracking) {
        const message = 'Required Depth: Global';
        return failed({ kind: 'refused', status: 403, code: '0x80040220', message, retryAfterMs: null });
      }
      return succeeded(this.#portion(table.name, { strategy, since: this.#version, after: '' }));
    });
  }

  readOn(table: TableDefinition, link: NextLink | DeltaLink, signal: AbortSignal): Promise<Attempt<Portion>> {
    return this.#answer('read', `read on ${table.name}`, signal, () => {
      const parsed = JSON.parse(link) as { epoch: string; since: number; after?: string; strategy?: PullStrategy };
      if (parsed.epoch !== this.epoch && !this.keepsLinks) {
        const message = 'Version stamp has expired';
        return failed({ kind: 'refused', status: 410, code: '0x80044352', message, retryAfterMs: null });
      }
      const { since, after, strategy } = parsed;
      if (after === undefined || strategy === undefined) return succeeded(this.#changes(table.name, since));
      return succeeded(this.#portion(table.name, { strategy, since, after }));
    });
  }

  namedEpoch(): string | null {
    return this.#named;
  }

  row(address: RowAddress, _table: TableDefinition, signal: AbortSignal): Promise<Attempt<BaseRow | null>> {
    return this.#answer('row', `row ${address.key}`, signal, () => succeeded(this.there(address.table, address.key)));
  }

  send(change: Change, _table: TableDefinition, signal: AbortSignal): Promise<Attempt<AppliedRow>> {
    return this.#answer('send', `send ${change.kind} ${change.key}`, signal, () => this.#apply(change));
  }

  #apply(change: Change): Attempt<AppliedRow> {
    const current = this.there(change.table, change.key);
    if (change.kind === 'create' && current !== null) return precondition('0x80040237');
    if (change.kind !== 'create') {
      if (current === null)
        return failed({
          kind: 'refused',
          status: 404,
          code: '0x80040217',
          message: 'Does Not Exist',
          retryAfterMs: null,
        });
      if (change.baseETag !== null && current.etag !== change.baseETag) return precondition('0x80060882');
    }
    this.applied.push(change.id);
    this.effects.push({ kind: change.kind, table: change.table, key: change.key });
    if (change.kind === 'delete') {
      this.remove(change.table, change.key);
      return succeeded(null);
    }
    this.put(change.table, change.key, { ...current?.values, ...change.values });
    return succeeded(this.there(change.table, change.key));
  }

  #portion(table: string, at: { strategy: PullStrategy; since: number; after: string }): Portion {
    const keys = [...this.#rowsOf(table).keys()].sort().filter((key) => key > at.after);
    const rows = keys.slice(0, this.portionRows).flatMap((key) => this.there(table, key) ?? []);
    const last = rows.at(-1);
    const isMore = keys.length > rows.length && last !== undefined;
    const next = isMore ? this.#link({ ...at, after: last.key }) : null;
    const delta = !isMore && at.strategy === 'delta link' ? this.#link({ since: at.since }) : null;
    return { ...empty, rows, next: next as NextLink | null, delta: delta as DeltaLink | null, epoch: this.epoch };
  }

  #changes(table: string, since: number): Portion {
    const stored = [...this.#rowsOf(table).values()].filter(({ changedAt }) => changedAt > since);
    const removals = this.#removed
      .filter((removed) => removed.table === table && removed.at > since && this.there(table, removed.key) === null)
      .map(({ key }) => key);
    const delta = this.#link({ since: this.#version }) as DeltaLink;
    return { ...empty, rows: stored.map(({ row }) => row), removals, delta, epoch: this.epoch };
  }

  #link(at: object): string {
    return JSON.stringify({ epoch: this.epoch, ...at });
  }

  #rowsOf(table: string): Map<RowKey, StoredRow> {
    const rows = this.#rows.get(table) ?? new Map<RowKey, StoredRow>();
    this.#rows.set(table, rows);
    return rows;
  }

  async #answer<T>(call: CallKind, words: string, signal: AbortSignal, apply: () => Attempt<T>): Promise<Attempt<T>> {
    this.calls.push(words);
    signal.throwIfAborted();
    await Promise.resolve();
    const held = take(this.#held, (candidate) => candidate.call === call);
    if (held !== null) return await this.#hold(held, signal, apply);
    const misfortune = take(this.#misfortunes, (candidate) => candidate.call === call);
    // Every answer names it, whatever it is; what the network swallowed does not.
    if (misfortune?.failure.kind !== 'network') this.#named = this.epoch;
    if (misfortune === null) return apply();
    if (misfortune.isApplied) apply();
    return failed(misfortune.failure);
  }

  async #hold<T>(held: Held, signal: AbortSignal, apply: () => Attempt<T>): Promise<Attempt<T>> {
    const early = held.isApplied ? apply() : null;
    held.reached();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([held.release, aborted]);
    return early ?? apply();
  }
}

const empty: Portion = { rows: [], removals: [], next: null, delta: null, count: null, bytes: 100, epoch: null };

function precondition(code: string): { readonly ok: false; readonly failure: Failure } {
  return failed({ kind: 'refused', status: 412, code, message: 'Precondition failed', retryAfterMs: null });
}

function take<T>(list: T[], isWanted: (item: T) => boolean): T | null {
  const index = list.findIndex(isWanted);
  return index < 0 ? null : (list.splice(index, 1)[0] ?? null);
}
