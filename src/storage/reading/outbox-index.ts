import type { Change } from '../../core/change.ts';
import type { RowAddress, RowKey } from '../../core/row.ts';

/** The whole outbox by table and row, in order. */
export class OutboxIndex {
  readonly #byTable = new Map<string, Map<RowKey, Change[]>>();

  constructor(changes: readonly Change[]) {
    for (const change of changes) {
      const table = this.#byTable.get(change.table) ?? new Map<RowKey, Change[]>();
      this.#byTable.set(change.table, table);
      const row = table.get(change.key);
      if (row) row.push(change);
      else table.set(change.key, [change]);
    }
  }

  of({ table, key }: RowAddress): readonly Change[] {
    return this.#byTable.get(table)?.get(key) ?? [];
  }

  tables(): readonly string[] {
    return [...this.#byTable.keys()];
  }

  rows(table: string): ReadonlyMap<RowKey, readonly Change[]> {
    return this.#byTable.get(table) ?? new Map();
  }

  /** Equal for equal changes of a table. */
  textOf(table: string): string {
    return JSON.stringify([...this.rows(table).values()]);
  }
}
