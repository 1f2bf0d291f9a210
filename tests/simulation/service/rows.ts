import { stampColumn } from './query.ts';

/** A row as the service has it. */
export interface ModelRow {
  readonly etag: string;
  readonly values: { readonly [column: string]: unknown };
}

/** What a row became at a tick; null: it is not there. */
export interface Moment {
  readonly tick: number;
  readonly row: ModelRow | null;
}

export interface Backup {
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, ModelRow>>;
}

/** The rows of the service, and everything they ever were. Time is counted in ticks: one for each thing that changes. */
export class ModelRows {
  tick = 0;
  epoch = 1;
  /** Ticks at which the service went back to a backup. */
  readonly restores: number[] = [];
  readonly #stamp: (() => string) | null;
  #versions = 1_000;
  #rows = new Map<string, Map<string, ModelRow>>();
  readonly #histories = new Map<string, Map<string, Moment[]>>();

  /** `stamp` gives the time of a change as the service writes it down; null where it writes none. */
  constructor(stamp: (() => string) | null) {
    this.#stamp = stamp;
  }

  table(name: string): ReadonlyMap<string, ModelRow> {
    return this.#tableOf(name);
  }

  row(table: string, key: string): ModelRow | null {
    return this.#rows.get(table)?.get(key) ?? null;
  }

  /** Every moment of a row, oldest first; empty if it never was. */
  history(table: string, key: string): readonly Moment[] {
    return this.#histories.get(table)?.get(key) ?? [];
  }

  keysEver(table: string): readonly string[] {
    return [...(this.#histories.get(table)?.keys() ?? [])];
  }

  put(table: string, key: string, values: { readonly [column: string]: unknown }): ModelRow {
    this.#versions += 1;
    const stamped = this.#stamp === null ? values : { ...values, [stampColumn]: this.#stamp() };
    const row: ModelRow = { etag: `W/"${this.#versions}"`, values: stamped };
    this.#become(table, key, row);
    return row;
  }

  remove(table: string, key: string): void {
    this.#become(table, key, null);
  }

  backup(): Backup {
    return { rows: new Map([...this.#rows].map(([table, rows]) => [table, new Map(rows)])) };
  }

  /** Versions are not counted back: an ETag never comes to name another content. */
  restore(backup: Backup): void {
    this.epoch += 1;
    const tables = new Set([...this.#rows.keys(), ...backup.rows.keys()]);
    this.tick += 1;
    this.restores.push(this.tick);
    for (const table of tables) {
      const then = backup.rows.get(table) ?? new Map<string, ModelRow>();
      for (const key of new Set([...this.#tableOf(table).keys(), ...then.keys()])) {
        const row = then.get(key) ?? null;
        if (row !== this.row(table, key)) this.#become(table, key, row);
      }
    }
  }

  #become(table: string, key: string, row: ModelRow | null): void {
    this.tick += 1;
    const rows = this.#tableOf(table);
    if (row === null) rows.delete(key);
    else rows.set(key, row);
    const histories = this.#histories.get(table) ?? new Map<string, Moment[]>();
    this.#histories.set(table, histories);
    const moments = histories.get(key) ?? [];
    histories.set(key, moments);
    moments.push({ tick: this.tick, row });
  }

  #tableOf(name: string): Map<string, ModelRow> {
    const rows = this.#rows.get(name) ?? new Map<string, ModelRow>();
    this.#rows.set(name, rows);
    return rows;
  }
}
