import type { RowKey } from '../../core/row.ts';
import { isFound, searchText } from '../../core/search-text.ts';
import type { SeenRow, ViewQuery } from '../../core/view.ts';
import type { View } from '../store.ts';
import { compareRanked, type Ranked, rankOf } from './rank.ts';
import { insertSorted, sortInTurns } from './sort-in-turns.ts';
import type { TableMemory } from './table-memory.ts';
import { nextTurn, rowsPerTurn } from './turn.ts';

/** Where a view gets its rows from. */
export interface ViewSource {
  readonly collator: Intl.Collator;
  /** Null while the table's definition is not known. */
  memory(table: string): TableMemory | null;
  /** Rows at `places` of the view when it is current. */
  show(table: string, keys: () => readonly RowKey[]): Promise<readonly SeenRow[]>;
  closed(view: SortedView): void;
}

/**
 * Row keys in order, kept in order. While it is being built, which takes turns, what changes meanwhile is gathered and
 * put in at the end.
 */
export class SortedView implements View {
  readonly query: ViewQuery;
  readonly #source: ViewSource;
  readonly #search: string;
  readonly #listeners = new Set<() => void>();
  #order: readonly Ranked[] = [];
  #missed: Set<RowKey> | null = null;
  #building: Promise<void> = Promise.resolve();

  constructor(query: ViewQuery, source: ViewSource) {
    this.query = query;
    this.#source = source;
    this.#search = searchText(query.search);
  }

  total(): number {
    return this.#order.length;
  }

  window(from: number, count: number): Promise<readonly SeenRow[]> {
    const start = Math.max(0, from);
    const places = () => this.#order.slice(start, Math.max(start, from + count)).map(({ key }) => key);
    return this.#source.show(this.query.table, places);
  }

  subscribe(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  close(): void {
    this.#listeners.clear();
    this.#source.closed(this);
  }

  /** Sorts all rows. A later build overtakes an earlier one. */
  build(): Promise<void> {
    const missed = new Set<RowKey>();
    this.#missed = missed;
    this.#building = this.#sort(missed);
    return this.#building;
  }

  async #sort(missed: Set<RowKey>): Promise<void> {
    const keys = [...(this.#source.memory(this.query.table)?.keys() ?? [])];
    const ranked: Ranked[] = [];
    for (let from = 0; from < keys.length; from += rowsPerTurn) {
      if (from > 0) await nextTurn();
      for (const one of this.#ranked(keys.slice(from, from + rowsPerTurn))) ranked.push(one);
    }
    const order = await sortInTurns(ranked, this.#compare);
    if (this.#missed !== missed) return this.#building;
    this.#missed = null;
    this.#order = order;
    this.update(missed);
  }

  /** Puts rows that changed, came or went into their places. */
  update(touched: ReadonlySet<RowKey>): void {
    if (this.#missed) {
      for (const key of touched) this.#missed.add(key);
    } else if (touched.size > 0) {
      const kept = this.#order.filter(({ key }) => !touched.has(key));
      this.#order = insertSorted(kept, this.#ranked(touched).sort(this.#compare), this.#compare);
    }
  }

  tell(): void {
    for (const listener of this.#listeners) queueMicrotask(listener);
  }

  get #compare() {
    return compareRanked(this.#source.collator, this.query);
  }

  #ranked(keys: Iterable<RowKey>): Ranked[] {
    const memory = this.#source.memory(this.query.table);
    if (!memory) return [];
    const rank = rankOf(memory, this.query.sortColumn, this.#source);
    const ranked: Ranked[] = [];
    for (const key of keys) {
      if (memory.has(key) && isFound(this.#search === '' ? '' : memory.searchTextOf(key), this.#search)) {
        ranked.push({ key, value: rank(key) });
      }
    }
    return ranked;
  }
}
