import type { Change, ChangeId } from '../../src/core/change.ts';
import type { PullStrategy } from '../../src/core/checkpoint.ts';
import { type Attempt, type Failure, failed, succeeded } from '../../src/core/failure.ts';
import type { BaseRow, DeltaLink, ETag, NextLink, RowAddress, RowKey, Values } from '../../src/core/row.ts';

import type { TableDefinition, TableList } from '../../src/core/table.ts';
import type {
  AppliedRow,
  BatchAnswer,
  ChangeSetAnswer,
  KeyPortion,
  Outgoing,
  Portion,
  ServiceClient,
} from '../../src/service/service-client.ts';
import { deferred } from './deferred.ts';
import { firstPage, type Page, type PageAt, pageOf, type StampedRow } from './paged-rows.ts';

/** What the service did to a row, in order. */
export interface Effect {
  readonly kind: Change['kind'];
  readonly table: string;
  readonly key: RowKey;
}

type CallKind = 'tables' | 'definitions' | 'count' | 'read' | 'keys' | 'row' | 'send' | 'batch';

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

interface StoredRow extends StampedRow {
  readonly changedAt: number;
}

/** A service in memory with preconditions, change tracking and levers: it shares no code with the client. */
export class FakeService implements ServiceClient {
  tablesThere: readonly TableDefinition[];
  /** False: a read with change tracking is refused. */
  isTracking = true;
  /** True: the wish for change tracking is passed over in silence. */
  isSilentAboutTracking = false;
  /** True: pages are counted from the beginning, so that rows shift while others come and go. */
  isPagingByOffset = false;
  /** The clock that stamps changes and, where `showsDate`, dates answers. */
  clock: () => number = () => 0;
  showsDate = true;
  /** What the person may see, and the profile keeps. */
  isInSight: (table: string, row: BaseRow) => boolean = () => true;
  definitions = 'definitions 1';
  portionRows = 3;
  /** After a restore too: a service whose links do not know of it. */
  keepsLinks = false;
  keyPortionRows = 1_000;
  epoch = 'epoch 1';
  /** Without it every batch is refused as an address that is not there. */
  canBatch = true;
  #named: string | null = null;
  readonly effects: Effect[] = [];
  /** Ids of the changes that made them, in the same order. */
  readonly applied: ChangeId[] = [];
  readonly calls: string[] = [];
  #version = 0;
  #misfortunes: Misfortune[] = [];
  #held: Held[] = [];
  #cutAfter: number | null = null;
  readonly #rows = new Map<string, Map<RowKey, StoredRow>>();
  readonly #removed: { readonly table: string; readonly key: RowKey; readonly at: number }[] = [];

  constructor(tables: readonly TableDefinition[]) {
    this.tablesThere = tables;
  }

  // Levers.

  /** `committedAfterMs`: the stamp is so much older than the moment at which others see the row. */
  put(table: string, key: string, values: Values, committedAfterMs = 0): void {
    this.#version += 1;
    const stamp = this.clock() - committedAfterMs;
    const column = this.tablesThere.find(({ name }) => name === table)?.modifiedColumn ?? null;
    const stamped = column === null ? values : { ...values, [column]: new Date(stamp).toISOString() };
    const row: BaseRow = { key: key as RowKey, etag: `W/"${this.#version}"` as ETag, values: stamped };
    this.#rowsOf(table).set(row.key, { row, changedAt: this.#version, stamp });
  }

  /** As the rows stand in the service, within sight, by key. */
  rowsInSight(table: string): Record<string, Values> {
    return Object.fromEntries([...this.#inSight(table)].map(({ row }) => [row.key, row.values]));
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

  /** The answer to the next batch ends after so many parts; what it asked for is done all the same. */
  cutNextBatch(after: number): void {
    this.#cutAfter = after;
  }

  // What the client asks.

  tables(signal: AbortSignal): Promise<Attempt<TableList>> {
    return this.#answer('tables', 'tables', signal, () => succeeded({ tables: this.tablesThere, leftOut: [] }));
  }

  count(table: TableDefinition, signal: AbortSignal): Promise<Attempt<number | null>> {
    return this.#answer('count', `count ${table.name}`, signal, () => succeeded(this.#rowsOf(table.name).size));
  }

  definitionsVersion(signal: AbortSignal): Promise<Attempt<string | null>> {
    return this.#answer('definitions', 'definitions version', signal, () => succeeded(this.definitions));
  }

  readFirst(table: TableDefinition, strategy: PullStrategy, signal: AbortSignal): Promise<Attempt<Portion>> {
    return this.#answer('read', `read ${table.name} by ${strategy}`, signal, () => {
      if (strategy === 'delta link' && !this.isTracking) return refused(403, '0x80040220', 'Required Depth: Global');
      const isTracked = strategy === 'delta link' && !this.isSilentAboutTracking;
      const order = strategy === 'watermark' ? 'change' : 'key';
      return succeeded(this.#portion(table, { ...firstPage, order }, isTracked ? this.#version : null));
    });
  }

  readSince(table: TableDefinition, since: number | null, signal: AbortSignal): Promise<Attempt<Portion>> {
    return this.#answer('read', `read ${table.name} since ${since}`, signal, () =>
      succeeded(this.#portion(table, { ...firstPage, order: 'change', since }, null)),
    );
  }

  readNamed(table: TableDefinition, keys: readonly RowKey[], signal: AbortSignal): Promise<Attempt<Portion>> {
    return this.#answer('read', `read ${keys.length} of ${table.name} by name`, signal, () => {
      const named = new Set(keys);
      const rows = [...this.#inSight(table.name)].flatMap(({ row }) =>
        named.has(row.key) ? [this.#cut(table, row)] : [],
      );
      return succeeded({ ...this.#empty(), rows });
    });
  }

  readKeys(table: TableDefinition, next: NextLink | null, signal: AbortSignal): Promise<Attempt<KeyPortion>> {
    return this.#answer('keys', `keys of ${table.name}`, signal, () => {
      const at = next === null ? firstPage : (JSON.parse(next) as Link).page;
      if (at === undefined) return refused(400, '', 'not a link of keys');
      const page = this.#page(table.name, at, this.keyPortionRows);
      const link = page.next && (this.#link({ page: page.next }) as NextLink);
      return succeeded({ keys: page.rows.map(({ key }) => key), next: link, epoch: this.epoch });
    });
  }

  readOn(table: TableDefinition, link: NextLink | DeltaLink, signal: AbortSignal): Promise<Attempt<Portion>> {
    return this.#answer('read', `read on ${table.name}`, signal, () => {
      const parsed = JSON.parse(link) as Link;
      if (parsed.epoch !== this.epoch && !this.keepsLinks)
        return refused(410, '0x80044352', 'Version stamp has expired');
      if (parsed.page === undefined) return succeeded(this.#changes(table, parsed.tracked ?? 0));
      return succeeded(this.#portion(table, parsed.page, parsed.tracked ?? null));
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

  sendBatch(changes: readonly Outgoing[], signal: AbortSignal): Promise<Attempt<BatchAnswer>> {
    return this.#answer<BatchAnswer>('batch', `batch of ${changes.length}`, signal, async () => {
      if (!this.canBatch) return failed(noSuchAddress);
      const cutAfter = this.#cutAfter ?? changes.length;
      this.#cutAfter = null;
      const attempts: (Attempt<AppliedRow> | null)[] = [];
      for (const [index, { change, table }] of changes.entries()) {
        const attempt = await this.send(change, table, signal);
        attempts.push(index < cutAfter ? attempt : null);
      }
      return succeeded({ attempts, isWhole: cutAfter >= changes.length });
    });
  }

  sendChangeSet(changes: readonly Outgoing[], signal: AbortSignal): Promise<Attempt<ChangeSetAnswer>> {
    return this.#answer<ChangeSetAnswer>('batch', `change set of ${changes.length}`, signal, async () => {
      if (!this.canBatch) return failed(noSuchAddress);
      const before = new Map([...this.#rows].map(([table, rows]) => [table, new Map(rows)]));
      const done = this.effects.length;
      const rows: AppliedRow[] = [];
      for (const { change } of changes) {
        const attempt = this.#apply(change);
        if (attempt.ok) {
          rows.push(attempt.value);
          continue;
        }
        this.#rows.clear();
        for (const [table, kept] of before) this.#rows.set(table, kept);
        this.effects.length = done;
        return succeeded({ kind: 'refused', failure: attempt.failure, culprit: change.id });
      }
      return succeeded({ kind: 'applied', rows });
    });
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

  /** `tracked`: the version at which this read began, if it ends with a delta link. */
  #portion(table: TableDefinition, at: PageAt, tracked: number | null): Portion {
    const page = this.#page(table.name, at, this.portionRows);
    const next = page.next && (this.#link({ page: page.next, ...(tracked === null ? {} : { tracked }) }) as NextLink);
    const delta = next === null && tracked !== null ? (this.#link({ tracked }) as DeltaLink) : null;
    return { ...this.#empty(), rows: page.rows.map((row) => this.#cut(table, row)), next, delta };
  }

  #page(table: string, at: PageAt, size: number): Page {
    return pageOf(this.#inSight(table), at, { size, isByOffset: this.isPagingByOffset });
  }

  *#inSight(table: string): Iterable<StoredRow> {
    for (const stored of this.#rowsOf(table).values()) if (this.isInSight(table, stored.row)) yield stored;
  }

  /** Only the columns that are asked for. */
  #cut(table: TableDefinition, row: BaseRow): BaseRow {
    const names = new Set(table.columns.map(({ name }) => name));
    return { ...row, values: Object.fromEntries(Object.entries(row.values).filter(([name]) => names.has(name))) };
  }

  #empty(): Portion {
    return { ...empty, epoch: this.epoch, serviceAt: this.showsDate ? this.clock() : null };
  }

  #changes(table: TableDefinition, since: number): Portion {
    const stored = [...this.#rowsOf(table.name).values()].filter(({ changedAt }) => changedAt > since);
    const removals = this.#removed
      .filter(({ table: of, key, at }) => of === table.name && at > since && this.there(of, key) === null)
      .map(({ key }) => key);
    const delta = this.#link({ tracked: this.#version }) as DeltaLink;
    return { ...this.#empty(), rows: stored.map(({ row }) => this.#cut(table, row)), removals, delta };
  }

  #link(at: object): string {
    return JSON.stringify({ epoch: this.epoch, ...at });
  }

  #rowsOf(table: string): Map<RowKey, StoredRow> {
    const rows = this.#rows.get(table) ?? new Map<RowKey, StoredRow>();
    this.#rows.set(table, rows);
    return rows;
  }

  async #answer<T>(
    call: CallKind,
    words: string,
    signal: AbortSignal,
    apply: () => Attempt<T> | Promise<Attempt<T>>,
  ): Promise<Attempt<T>> {
    this.calls.push(words);
    signal.throwIfAborted();
    await Promise.resolve();
    const held = take(this.#held, (candidate) => candidate.call === call);
    if (held !== null) return await this.#hold(held, signal, apply);
    const misfortune = take(this.#misfortunes, (candidate) => candidate.call === call);
    // Every answer names it, whatever it is; what the network swallowed does not.
    if (misfortune?.failure.kind !== 'network') this.#named = this.epoch;
    if (misfortune === null) return await apply();
    if (misfortune.isApplied) await apply();
    return failed(misfortune.failure);
  }

  async #hold<T>(held: Held, signal: AbortSignal, apply: () => Attempt<T> | Promise<Attempt<T>>): Promise<Attempt<T>> {
    const early = held.isApplied ? await apply() : null;
    held.reached();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([held.release, aborted]);
    return early ?? (await apply());
  }
}

interface Link {
  readonly epoch: string;
  readonly page?: PageAt;
  readonly tracked?: number;
}

const empty: Portion = {
  rows: [],
  removals: [],
  next: null,
  delta: null,
  count: null,
  bytes: 100,
  epoch: null,
  serviceAt: null,
};

function refused(status: number, code: string, message: string): { readonly ok: false; readonly failure: Failure } {
  return failed({ kind: 'refused', status, code, message, retryAfterMs: null });
}

const noSuchAddress: Failure = {
  kind: 'refused',
  status: 404,
  code: '',
  message: 'No such address',
  retryAfterMs: null,
};

function precondition(code: string): { readonly ok: false; readonly failure: Failure } {
  return failed({ kind: 'refused', status: 412, code, message: 'Precondition failed', retryAfterMs: null });
}

function take<T>(list: T[], isWanted: (item: T) => boolean): T | null {
  const index = list.findIndex(isWanted);
  return index < 0 ? null : (list.splice(index, 1)[0] ?? null);
}
