import { rebase } from '../../core/rebase.ts';
import type { RowKey } from '../../core/row.ts';
import { OutboxIndex } from '../reading/outbox-index.ts';
import type { Database, LogEntry, Records } from '../records.ts';
import { loadMemory } from './load-memory.ts';
import { overlayText, reachesBack, touchedRows } from './log-news.ts';
import { News } from './news.ts';
import type { TableMemory } from './table-memory.ts';

/** The tables in memory, and how far they have come along the commit log. */
export class MemoryShelf {
  readonly #database: Database;
  readonly #memories = new Map<string, TableMemory>();
  /** Loaded, and put on the shelf by the next catching-up: never under one that runs. */
  readonly #arrived = new Map<string, TableMemory>();
  readonly #loads = new Map<string, Promise<void>>();
  /** The newest commit and the outbox that are in here; null before the first catching-up. */
  #number: number | null = null;
  #outbox = new OutboxIndex([]);

  constructor(database: Database) {
    this.#database = database;
  }

  memory(table: string): TableMemory | null {
    return this.#memories.get(table) ?? null;
  }

  isCurrent(newest: number, outbox: OutboxIndex): boolean {
    return newest === this.#number && this.#arrived.size === 0 && outbox.text === this.#outbox.text;
  }

  /** Loads a table, or more of its columns, if they are not here. They are on the shelf after the next catching-up. */
  async need(table: string, columns: readonly string[]): Promise<void> {
    for (;;) {
      const known = this.#arrived.get(table) ?? this.#memories.get(table);
      if (known && columns.every((column) => known.columns.includes(column))) return;
      const load = this.#loads.get(table) ?? this.#load(table, new Set([...(known?.columns ?? []), ...columns]));
      await load;
      if (!this.#arrived.has(table) && !this.#memories.has(table)) return;
    }
  }

  async catchUp(): Promise<News> {
    const news = new News();
    for (;;) {
      this.#adopt();
      const memories = [...this.#memories.values()];
      const lost = await this.#database.read(['commitLog', 'outbox', 'rows', 'tables'], (records) =>
        this.#bringAll(records, memories, news),
      );
      if (lost.length === 0) return news;
      for (const memory of lost) {
        news.reloaded.add(memory.table);
        this.#memories.delete(memory.table);
        await this.#load(memory.table, new Set(memory.columns));
      }
    }
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

  /** A successor begins where its predecessor stood, so that the rows in which they differ count as touched. */
  #adopt(): void {
    for (const [table, fresh] of this.#arrived) {
      const old = this.#memories.get(table);
      if (old) {
        fresh.number = Math.min(fresh.number, old.number);
        for (const key of old.overlay.keys()) fresh.overlay.set(key, '');
      }
      this.#memories.set(table, fresh);
    }
    this.#arrived.clear();
  }

  /** One read transaction over log, outbox and the rows that both name. Returns what it could not bring up to date. */
  async #bringAll(records: Records, memories: readonly TableMemory[], news: News): Promise<readonly TableMemory[]> {
    const newest = await records.commitLog.newest();
    const own = this.#number ?? newest;
    const since = Math.min(own, ...memories.map(({ number }) => number));
    const entries: readonly LogEntry[] = newest > since ? await records.commitLog.since(since) : [];
    const outbox = new OutboxIndex(await records.outbox.all());
    news.definitions = await records.tables.all();
    news.addEntries(entries.filter(({ number }) => number > own));
    news.addOutbox(this.#outbox, outbox);
    if (!reachesBack(entries, since, newest)) news.addEverything();

    const lost: TableMemory[] = [];
    for (const memory of memories) {
      const unseen = entries.filter(({ number }) => number > memory.number);
      const rows = reachesBack(unseen, memory.number, newest) ? touchedRows(memory, unseen, outbox) : 'all';
      if (rows === 'all') {
        lost.push(memory);
        continue;
      }
      news.addTouched(memory.table, rows);
      await bring(records, memory, { rows, outbox });
      memory.number = newest;
    }
    this.#number = newest;
    this.#outbox = outbox;
    return lost;
  }
}

async function bring(
  records: Records,
  memory: TableMemory,
  news: { readonly rows: ReadonlySet<RowKey>; readonly outbox: OutboxIndex },
): Promise<void> {
  const { table } = memory;
  const keys = [...news.rows];
  if (keys.length === 0) return;
  const bases = await records.rows.getMany(keys.map((key) => ({ table, key })));
  for (const [index, key] of keys.entries()) {
    const changes = news.outbox.of({ table, key });
    memory.set(key, rebase(bases[index]?.values ?? null, changes));
    if (changes.length > 0) memory.overlay.set(key, overlayText(changes));
    else memory.overlay.delete(key);
  }
}
