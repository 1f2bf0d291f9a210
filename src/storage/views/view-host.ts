import { collatorFor } from '../../core/order.ts';
import type { RowKey } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { SeenRow, ViewQuery } from '../../core/view.ts';
import { type Sight, seenRows } from '../reading/seen-rows.ts';
import type { Database } from '../records.ts';
import { Coalesced } from './coalesced.ts';
import { MemoryShelf } from './memory-shelf.ts';
import type { News } from './news.ts';
import type { OwnLanding } from './own-landings.ts';
import { rankTargets } from './rank.ts';
import { Serial } from './serial.ts';
import { SortedView, type ViewSource } from './sorted-view.ts';
import type { TableMemory } from './table-memory.ts';

const scope = ['commitLog', 'outbox', 'rows', 'tables'] as const;

type CaughtUp<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'lost'; readonly lost: readonly TableMemory[] }
  | { readonly kind: 'rebuild'; readonly views: readonly SortedView[]; readonly haveTablesChanged: boolean };

/** Keeps the views of one context current. */
export class ViewHost implements ViewSource {
  readonly collator: Intl.Collator;
  readonly #database: Database;
  readonly #shelf: MemoryShelf;
  readonly #views = new Set<SortedView>();
  readonly #serial = new Serial();
  readonly #refresh = new Coalesced(() => this.read(async () => {}));
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

  /** This context landed rows: they need not be read back. */
  landed(landing: OwnLanding): void {
    if (this.memory(landing.table)) this.#shelf.landings.add(landing);
  }

  show(table: string, keys: () => readonly RowKey[]): Promise<readonly SeenRow[]> {
    return this.read(async (sight) => {
      const rows = await seenRows(sight, table, keys());
      return rows.filter((row) => row !== null);
    });
  }

  /** A table's memory with at least these columns, current. */
  async current(table: string, columns: readonly string[]): Promise<TableMemory | null> {
    await this.#shelf.need(table, columns);
    await this.refresh();
    return this.memory(table);
  }

  /** Catches up and reads in the same transaction: what is read is of the moment that memories and views are at. */
  read<T>(read: (sight: Sight) => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      for (;;) {
        this.#shelf.adopt();
        const caughtUp = await this.#catchUp(read);
        switch (caughtUp.kind) {
          case 'read':
            return caughtUp.value;
          case 'lost':
            await this.#shelf.reload(caughtUp.lost);
            break;
          case 'rebuild':
            await this.#rebuild(caughtUp.views, caughtUp.haveTablesChanged ? 'definitions' : 'rows');
            break;
        }
      }
    });
  }

  #catchUp<T>(read: (sight: Sight) => Promise<T>): Promise<CaughtUp<T>> {
    return this.#database.read(scope, async (records): Promise<CaughtUp<T>> => {
      const gathered = await this.#shelf.gather(records);
      if (gathered.lost.length > 0) return { kind: 'lost', lost: gathered.lost };
      const news = this.#shelf.apply(gathered);
      const views = this.#update(news);
      if (views.length > 0) return { kind: 'rebuild', views, haveTablesChanged: news.haveTablesChanged };
      const { outbox, definitions } = gathered;
      return { kind: 'read', value: await read({ records, outbox, definitions }) };
    });
  }

  /** Updates the views that can be; returns those that have to be built anew. */
  #update(news: News): readonly SortedView[] {
    const rebuilt: SortedView[] = [];
    for (const view of this.#views) {
      const { table, sortColumn } = view.query;
      const definition = news.definitions.find(({ name }) => name === table);
      const targets = definition ? rankTargets(definition, sortColumn) : [];
      if (news.haveTablesChanged || [table, ...targets].some((name) => news.reloaded.has(name))) {
        rebuilt.push(view);
        continue;
      }
      view.update(this.#touchedIn(view, targets, news));
      if ([table, ...(definition ? shownTargets(definition) : [])].some((name) => news.hasChanged(name))) view.tell();
    }
    return rebuilt;
  }

  async #rebuild(views: readonly SortedView[], because: 'definitions' | 'rows'): Promise<void> {
    for (const view of views) {
      if (because === 'definitions') await this.#load(view.query);
    }
    this.#shelf.adopt();
    for (const view of views) {
      await view.build();
      view.tell();
    }
  }

  async #load({ table, sortColumn }: ViewQuery): Promise<void> {
    await this.#shelf.need(table, [sortColumn]);
    const definitions = await this.#database.read(['tables'], ({ tables }) => tables.all());
    const definition = definitions.find(({ name }) => name === table);
    const targets = definition ? rankTargets(definition, sortColumn) : [];
    for (const target of targets) await this.#shelf.need(target, []);
  }

  /** The touched rows of a view's table, and those whose place depends on a touched row elsewhere. */
  #touchedIn(view: SortedView, targets: readonly string[], { touched }: News): ReadonlySet<RowKey> {
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
