import { rebase } from '../../core/rebase.ts';
import type { BaseRow, RowKey } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import { OutboxIndex } from '../reading/outbox-index.ts';
import type { Database, LogEntry, Records } from '../records.ts';
import { loadMemory } from './load-memory.ts';
import { overlayText, reachesBack, touchedRows } from './log-news.ts';
import { News } from './news.ts';
import { OwnLandings } from './own-landings.ts';
import type { TableMemory } from './table-memory.ts';

/** What one read transaction found, not yet put into the memories. */
export interface Gathered {
  readonly newest: number;
  readonly entries: readonly LogEntry[];
  readonly outbox: OutboxIndex;
  readonly definitions: readonly TableDefinition[];
  readonly doesReachBack: boolean;
  readonly touched: readonly { readonly memory: TableMemory; readonly bases: ReadonlyMap<RowKey, BaseRow | null> }[];
  /** What the log cannot bring up to date. */
  readonly lost: readonly TableMemory[];
}

/** The tables in memory, and how far they have come along the commit log. */
export class MemoryShelf {
  readonly landings = new OwnLandings();
  readonly #database: Database;
  readonly #memories = new Map<string, TableMemory>();
  /** Loaded, and put on the shelf by `adopt`: never under a catching-up that runs. */
  readonly #arrived = new Map<string, TableMemory>();
  readonly #loads = new Map<string, Promise<void>>();
  readonly #reloaded = new Set<string>();
  /** The newest commit and the outbox that are in here; null before the first catching-up. */
  #number: number | null = null;
  #outbox = new OutboxIndex([]);
  #definitions: readonly TableDefinition[] | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  memory(table: string): TableMemory | null {
    return this.#memories.get(table) ?? null;
  }

  /** Loads a table, or more of its columns, if they are not here. They are on the shelf after `adopt`. */
  async need(table: string, columns: readonly string[]): Promise<void> {
    for (;;) {
      const known = this.#arrived.get(table) ?? this.#memories.get(table);
      if (known && columns.every((column) => known.columns.includes(column))) return;
      const load = this.#loads.get(table) ?? this.#load(table, new Set([...(known?.columns ?? []), ...columns]));
      await load;
      if (!this.#arrived.has(table) && !this.#memories.has(table)) return;
    }
  }

  /** Reads again what the log cannot bring up to date. */
  async reload(lost: readonly TableMemory[]): Promise<void> {
    for (const { table, columns } of lost) {
      this.#reloaded.add(table);
      await this.#load(table, new Set(columns));
      // Its table has no definition any more.
      if (!this.#arrived.has(table)) this.#memories.delete(table);
    }
  }

  /** A successor begins where its predecessor stood, so that the rows in which they differ count as touched. */
  adopt(): void {
    for (const [table, fresh] of this.#arrived) {
      const old = this.#memories.get(table);
      if (old && !this.#reloaded.has(table)) {
        fresh.number = Math.min(fresh.number, old.number);
        for (const key of old.overlay.keys()) fresh.overlay.set(key, '');
      }
      this.#memories.set(table, fresh);
    }
    this.#arrived.clear();
  }

  /** Reads, in one transaction, log and outbox and the base rows that both name. */
  async gather(records: Records): Promise<Gathered> {
    const memories = [...this.#memories.values()];
    const newest = await records.commitLog.newest();
    const since = Math.min(this.#number ?? newest, ...memories.map(({ number }) => number));
    const entries: readonly LogEntry[] = newest > since ? await records.commitLog.since(since) : [];
    const outbox = new OutboxIndex(await records.outbox.all());
    const doesReachBack = reachesBack(entries, since, newest);
    const haveTablesChanged = !doesReachBack || entries.some(({ changed }) => changed.haveTablesChanged);
    // There may be hundreds, with hundreds of columns each.
    const known = haveTablesChanged ? null : this.#definitions;
    const definitions = known ?? (await records.tables.all());
    const touched: { memory: TableMemory; bases: ReadonlyMap<RowKey, BaseRow | null> }[] = [];
    const lost: TableMemory[] = [];
    for (const memory of memories) {
      const unseen = entries.filter(({ number }) => number > memory.number);
      const rows = reachesBack(unseen, memory.number, newest) ? touchedRows(memory, unseen, outbox) : 'all';
      if (rows === 'all') lost.push(memory);
      else touched.push({ memory, bases: await this.#bases(records, memory.table, rows) });
    }
    return { newest, entries, outbox, definitions, doesReachBack, touched, lost };
  }

  /** Puts what was gathered into the memories, in one go: nobody sees half of it. */
  apply(gathered: Gathered): News {
    const { newest, outbox } = gathered;
    const own = this.#number ?? newest;
    const news = new News(gathered.definitions, new Set(this.#reloaded));
    news.addEntries(gathered.entries.filter(({ number }) => number > own));
    news.addOutbox(this.#outbox, outbox);
    if (!gathered.doesReachBack) news.addEverything();
    for (const { memory, bases } of gathered.touched) {
      news.addTouched(memory.table, new Set(bases.keys()));
      for (const [key, base] of bases) put(memory, key, { base, outbox });
      memory.number = newest;
    }
    this.#number = newest;
    this.#outbox = outbox;
    this.#definitions = gathered.definitions;
    this.#reloaded.clear();
    this.landings.forgetUpTo(newest);
    return news;
  }

  async #bases(
    records: Records,
    table: string,
    rows: ReadonlyMap<RowKey, number>,
  ): Promise<ReadonlyMap<RowKey, BaseRow | null>> {
    const bases = new Map<RowKey, BaseRow | null>();
    const unknown: RowKey[] = [];
    for (const [key, number] of rows) {
      const landed = this.landings.find(number, table, key);
      if (landed === undefined) unknown.push(key);
      else bases.set(key, landed);
    }
    const read = await records.rows.getMany(unknown.map((key) => ({ table, key })));
    for (const [index, key] of unknown.entries()) bases.set(key, read[index] ?? null);
    return bases;
  }

  #load(table: string, columns: ReadonlySet<string>): Promise<void> {
    const load = this.#read(table, columns).finally(() => this.#loads.delete(table));
    this.#loads.set(table, load);
    return load;
  }

  async #read(table: string, columns: ReadonlySet<string>): Promise<void> {
    const definitions = await this.#database.read(['tables'], ({ tables }) => tables.all());
    const definition = definitions.find(({ name }) => name === table);
    if (definition) this.#arrived.set(table, await loadMemory(this.#database, definition, columns));
  }
}

function put(
  memory: TableMemory,
  key: RowKey,
  { base, outbox }: { readonly base: BaseRow | null; readonly outbox: OutboxIndex },
): void {
  const changes = outbox.of({ table: memory.table, key });
  memory.set(key, rebase(base?.values ?? null, changes));
  if (changes.length > 0) memory.overlay.set(key, overlayText(changes));
  else memory.overlay.delete(key);
}
