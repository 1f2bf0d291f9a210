import type { BaseRow, RowKey } from '../../core/row.ts';

/** What a commit of this context put into one table; null for a row it removed. */
export interface OwnLanding {
  readonly number: number;
  readonly table: string;
  readonly rows: ReadonlyMap<RowKey, BaseRow | null>;
}

/** Some ten thousand rows: a cycle that nobody looks at must not fill the memory. */
const keptLandings = 20;

/**
 * Rows that this context landed itself and has not yet put into its memories: reading each of them back one by one
 * would halve the speed of a load that is being watched.
 */
export class OwnLandings {
  #landings: OwnLanding[] = [];

  add(landing: OwnLanding): void {
    this.#landings.push(landing);
    if (this.#landings.length > keptLandings) this.#landings.shift();
  }

  /** What the commit left of a row; undefined if it was not ours, or long ago. */
  find(number: number, table: string, key: RowKey): BaseRow | null | undefined {
    const landing = this.#landings.find((one) => one.number === number && one.table === table);
    return landing?.rows.get(key);
  }

  forgetUpTo(number: number): void {
    this.#landings = this.#landings.filter((one) => one.number > number);
  }
}
