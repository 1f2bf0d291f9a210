import { type SortValue, sortValue } from '../../core/order.ts';
import type { RowKey, Values } from '../../core/row.ts';
import { searchText } from '../../core/search-text.ts';
import { columnOf, type TableDefinition } from '../../core/table.ts';

/**
 * The columns of one table that open queries need, as seen: base ⊕ changes. A row has an ordinal; its values stand under
 * it in one array per column.
 */
export class TableMemory {
  readonly definition: TableDefinition;
  /** Commits up to this number are in here. */
  number: number;
  /** The changes of a row that are in here, as text; rows without any are absent. */
  readonly overlay = new Map<RowKey, string>();
  readonly #ordinals = new Map<RowKey, number>();
  readonly #columns: ReadonlyMap<string, SortValue[]>;
  readonly #searchTexts: (string | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(definition: TableDefinition, columns: Iterable<string>, number: number) {
    this.definition = definition;
    this.number = number;
    this.#columns = new Map([definition.nameColumn, ...columns].map((name) => [name, []]));
  }

  get table(): string {
    return this.definition.name;
  }

  get columns(): readonly string[] {
    return [...this.#columns.keys()];
  }

  keys(): Iterable<RowKey> {
    return this.#ordinals.keys();
  }

  has(key: RowKey): boolean {
    return this.#ordinals.has(key);
  }

  /** Puts a row in, or takes it out where nothing of it is seen. */
  set(key: RowKey, seen: Values | null): void {
    const known = this.#ordinals.get(key);
    if (seen === null) {
      if (known === undefined) return;
      this.#ordinals.delete(key);
      this.#free.push(known);
      return;
    }
    const ordinal = known ?? this.#free.pop() ?? this.#searchTexts.length;
    this.#ordinals.set(key, ordinal);
    this.#searchTexts[ordinal] = undefined;
    for (const [name, values] of this.#columns) {
      values[ordinal] = sortValue(columnOf(this.definition, name), seen[name]);
    }
  }

  value(key: RowKey, column: string): SortValue {
    const ordinal = this.#ordinals.get(key);
    return ordinal === undefined ? null : (this.#columns.get(column)?.[ordinal] ?? null);
  }

  nameOf(key: RowKey): SortValue {
    return this.value(key, this.definition.nameColumn);
  }

  /** The name as search compares it. */
  searchTextOf(key: RowKey): string {
    const ordinal = this.#ordinals.get(key);
    if (ordinal === undefined) return '';
    const known = this.#searchTexts[ordinal];
    if (known !== undefined) return known;
    const made = searchText(String(this.nameOf(key) ?? ''));
    this.#searchTexts[ordinal] = made;
    return made;
  }

  keysWith(column: string, isWanted: (value: SortValue) => boolean): readonly RowKey[] {
    const values = this.#columns.get(column) ?? [];
    const found: RowKey[] = [];
    for (const [key, ordinal] of this.#ordinals) {
      if (isWanted(values[ordinal] ?? null)) found.push(key);
    }
    return found;
  }
}
