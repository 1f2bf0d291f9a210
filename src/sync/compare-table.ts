import type { Attempt, Failure } from '../core/failure.ts';
import { succeeded } from '../core/failure.ts';
import { outcomeOfPull } from '../core/outcome.ts';
import type { BaseRow, RowKey } from '../core/row.ts';
import { type Difference, differenceOf } from '../core/self-check.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Portion } from '../service/service-client.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';
import { mostNamed, readNamed } from './read-named.ts';

/** One table being compared. */
export interface Comparing {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly table: TableDefinition;
  /** Called after each portion with the rows compared in it. */
  readonly onRows: (count: number) => void;
}

/** What one pass found: rows by key. Only keys are kept, whatever the table's size. */
export interface Comparison {
  readonly rows: number;
  readonly differences: ReadonlyMap<RowKey, Difference>;
}

/** A list whose links end while it is read is begun anew so often. */
const mostPasses = 3;

/**
 * Reads a table of the service whole, portion by portion, and compares each with the base rows. Rows are read with all
 * their columns, not their versions alone: damage on this device shows in no version.
 */
export async function compareTable(comparing: Comparing): Promise<Attempt<Comparison>> {
  for (let pass = 1; ; pass += 1) {
    const compared = await comparePortions(comparing);
    if (compared.ok || pass >= mostPasses || !isVoidLink(compared.failure)) return compared;
  }
}

function isVoidLink(failure: Failure): boolean {
  return outcomeOfPull(failure, 'next link').kind === 'resync';
}

async function comparePortions({ parts, holder, table, onRows }: Comparing): Promise<Attempt<Comparison>> {
  const differences = new Map<RowKey, Difference>();
  const there = new Set<RowKey>();
  let answer: Attempt<Portion> = await parts.service.readFirst(table, 'full read', holder.signal);
  for (;;) {
    throwIfStopped(holder.signal);
    if (!answer.ok) return answer;
    const { rows, next } = answer.value;
    const here = await parts.store.baseRows(
      table.name,
      rows.map(({ key }) => key),
    );
    for (const [index, row] of rows.entries()) {
      there.add(row.key);
      const difference = differenceOf(here[index] ?? null, row);
      if (difference !== null) differences.set(row.key, difference);
    }
    onRows(rows.length);
    if (next === null) break;
    answer = await parts.service.readOn(table, next, holder.signal);
  }
  for (const key of await parts.store.baseKeys(table.name)) if (!there.has(key)) differences.set(key, 'excess');
  return succeeded({ rows: there.size, differences });
}

/** So many rows are looked at one by one; of more, a second pass is cheaper. */
const mostLookedAt = 500;

/** Looks once more at what differed: what others changed during the pass, and has come since, is no damage. */
export async function lookAgain(
  comparing: Comparing,
  differences: Comparison['differences'],
): Promise<Attempt<Comparison['differences']>> {
  const still = new Map<RowKey, Difference>();
  if (differences.size > mostLookedAt) {
    const second = await compareTable({ ...comparing, onRows: () => {} });
    if (!second.ok) return second;
    for (const [key, difference] of second.value.differences) if (differences.has(key)) still.set(key, difference);
    return succeeded(still);
  }
  const { parts, table } = comparing;
  for (const keys of keysAtOnce([...differences.keys()])) {
    const read = await readRows(comparing, keys);
    if (!read.ok) return read;
    const here = await parts.store.baseRows(table.name, keys);
    for (const [index, key] of keys.entries()) {
      const difference = differenceOf(here[index] ?? null, read.value.get(key) ?? null);
      if (difference !== null) still.set(key, difference);
    }
  }
  return succeeded(still);
}

/** As many at a time as can be asked for by name. */
export function keysAtOnce(keys: readonly RowKey[]): readonly (readonly RowKey[])[] {
  const count = Math.ceil(keys.length / mostNamed);
  return Array.from({ length: count }, (_, n) => keys.slice(n * mostNamed, (n + 1) * mostNamed));
}

/** These rows of the profile as the service has them now; those that are not there are left out. */
export async function readRows(
  { parts, holder, table }: Omit<Comparing, 'onRows'>,
  keys: readonly RowKey[],
): Promise<Attempt<ReadonlyMap<RowKey, BaseRow>>> {
  throwIfStopped(holder.signal);
  const read = await readNamed({ parts, holder, table, trigger: 'self-check' }, keys);
  return read.ok ? succeeded(new Map(read.value.map((row) => [row.key, row]))) : read;
}
