import type { RowKey } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OutboxIndex } from '../reading/outbox-index.ts';
import type { LogEntry } from '../records.ts';

/** What one catching-up brought. */
export class News {
  readonly definitions: readonly TableDefinition[];
  /** Tables that were read again as a whole. */
  readonly reloaded: ReadonlySet<string>;
  haveTablesChanged = false;
  /** Rows by table in memory that may look different. */
  readonly touched = new Map<string, ReadonlySet<RowKey>>();
  /** Tables of which anything changed, in memory or not. */
  readonly #changed = new Set<string>();
  #hasEverythingChanged = false;

  constructor(definitions: readonly TableDefinition[], reloaded: ReadonlySet<string>) {
    this.definitions = definitions;
    this.reloaded = reloaded;
  }

  hasChanged(table: string): boolean {
    return this.#hasEverythingChanged || this.haveTablesChanged || this.#changed.has(table);
  }

  addEverything(): void {
    this.#hasEverythingChanged = true;
  }

  addEntries(entries: readonly LogEntry[]): void {
    for (const { changed } of entries) {
      if (changed.haveTablesChanged) this.haveTablesChanged = true;
      for (const table of Object.keys(changed.rows)) this.#changed.add(table);
    }
  }

  addOutbox(before: OutboxIndex, after: OutboxIndex): void {
    for (const table of new Set([...before.tables(), ...after.tables()])) {
      if (before.textOf(table) !== after.textOf(table)) this.#changed.add(table);
    }
  }

  addTouched(table: string, rows: ReadonlySet<RowKey>): void {
    this.touched.set(table, rows);
  }
}
