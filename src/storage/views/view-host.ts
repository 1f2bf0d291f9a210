import { collatorFor } from '../../core/order.ts';
import type { RowKey } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { SeenRow, ViewQuery } from '../../core/view.ts';
import { seenRows, sightOf, sightScope } from '../reading/seen-rows.ts';
import type { Database } from '../records.ts';
import { Coalesced } from './coalesced.ts';
import { MemoryShelf } from './memory-shelf.ts';
import { rankTargets } from './rank.ts';
import { SortedView, type ViewSource } from './sorted-view.ts';
import type { TableMemory } from './table-memory.ts';

/** How often a window is read again because a commit came in between, before it is shown as it is. */
const patience = 3;

/** Keeps the views of one context current. */
export class ViewHost implements ViewSource {
  readonly collator: Intl.Collator;
  readonly #database: Database;
  readonly #shelf: MemoryShelf;
  readonly #views = new Set<SortedView>();
  readonly #refresh = new Coalesced(() => this.#catchUp());
  #isClosed = false;

  constructor(database: Database, locale: string) {
    this.#database = database;
    this.collator = collatorFor(locale);
    this.#shelf = new MemoryShelf(database);
  }

  async openView(query: ViewQuery): Promise<SortedView> {
    const view = new SortedView(query, this);
    await this.#load(query);
    await this.refresh();
    this.#views.add(view);
    await view.build();
    return view;
  }

  memory(table: string): TableMemory | null {
    return this.#shelf.memory(table);
  }

  closed(view: SortedView): void {
    this.#views.delete(view);
  }

  close(): void {
    this.#isClosed = true;
    this.#views.clear();
  }

  /** Brings memories and views up to the newest commit. */
  refresh(): Promise<void> {
    return this.#refresh.run();
  }

  /** A commit was made somewhere: with open views their listeners are told once it is in them. */
  hint(): void {
    if (this.#isClosed || this.#views.size === 0) return;
    this.refresh().catch(() => {
      // A hint has nobody to tell; whoever asks next is told by the same failure.
    });
  }

  async show(table: string, keys: () => readonly RowKey[]): Promise<readonly SeenRow[]> {
    for (let attempt = 0; attempt < patience; attempt++) {
      const rows = await this.#database.read([...sightScope, 'commitLog'], async (records) => {
        const sight = await sightOf(records);
        if (!this.#shelf.isCurrent(await records.commitLog.newest(), sight.outbox)) return null;
        return seenRows(sight, table, keys());
      });
      if (rows) return rows.filter((row) => row !== null);
      await this.refresh();
    }
    const rows = await this.#database.read(sightScope, async (records) =>
      seenRows(await sightOf(records), table, keys()),
    );
    return rows.filter((row) => row !== null);
  }

  /** A table's memory with at least these columns, current. */
  async current(table: string, columns: readonly string[]): Promise<TableMemory | null> {
    await this.#shelf.need(table, columns);
    await this.refresh();
    return this.memory(table);
  }

  async #load(query: ViewQuery): Promise<void> {
    await this.#shelf.need(query.table, [query.sortColumn]);
    const definition = await this.#database.read(['tables'], async ({ tables }) =>
      (await tables.all()).find(({ name }) => name === query.table),
    );
    const targets = definition ? rankTargets(definition, query.sortColumn) : [];
    for (const target of targets) await this.#shelf.need(target, []);
  }

  async #catchUp(): Promise<void> {
    const news = await this.#shelf.catchUp();
    if (news.haveTablesChanged) {
      for (const view of this.#views) await this.#load(view.query);
      await this.#shelf.catchUp();
    }
    for (const view of this.#views) {
      const { table, sortColumn } = view.query;
      const definition = news.definitions.find(({ name }) => name === table);
      const targets = definition ? rankTargets(definition, sortColumn) : [];
      if (news.haveTablesChanged || [table, ...targets].some((name) => news.reloaded.has(name))) {
        await view.build();
      } else {
        view.update(this.#touchedIn(view, targets, news.touched));
      }
      if ([table, ...(definition ? shownTargets(definition) : [])].some((name) => news.hasChanged(name))) view.tell();
    }
  }

  /** The touched rows of a view's table, and those whose place depends on a touched row elsewhere. */
  #touchedIn(
    view: SortedView,
    targets: readonly string[],
    touched: ReadonlyMap<string, ReadonlySet<RowKey>>,
  ): ReadonlySet<RowKey> {
    const own = touched.get(view.query.table) ?? new Set<RowKey>();
    const moved = targets.flatMap((target) => [...(touched.get(target) ?? [])]);
    if (moved.length === 0) return own;
    const named = new Set<unknown>(moved);
    const pointing = this.memory(view.query.table)?.keysWith(view.query.sortColumn, (value) => named.has(value)) ?? [];
    return new Set([...own, ...pointing]);
  }
}

function shownTargets(definition: TableDefinition): readonly string[] {
  return definition.columns.flatMap(({ type }) => (type.kind === 'lookup' ? type.targets : []));
}
