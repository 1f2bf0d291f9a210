import { nextTurn, rowsPerTurn } from './turn.ts';

export type Compare<T> = (a: T, b: T) => number;

/** Sorts a long list in stretches, letting others have their turn in between: a merge sort from the bottom. */
export async function sortInTurns<T>(items: readonly T[], compare: Compare<T>): Promise<readonly T[]> {
  let runs: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += rowsPerTurn) {
    if (start > 0) await nextTurn();
    runs.push(items.slice(start, start + rowsPerTurn).sort(compare));
  }
  while (runs.length > 1) {
    const longer: (readonly T[])[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      const [left, right] = [runs[index] ?? [], runs[index + 1] ?? []];
      longer.push(await mergeInTurns(left, right, compare));
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

async function mergeInTurns<T>(left: readonly T[], right: readonly T[], compare: Compare<T>): Promise<readonly T[]> {
  const merged: T[] = [];
  let fromLeft = 0;
  let fromRight = 0;
  while (fromLeft < left.length && fromRight < right.length) {
    if (merged.length % rowsPerTurn === 0 && merged.length > 0) await nextTurn();
    const [a, b] = [left[fromLeft] as T, right[fromRight] as T];
    if (compare(a, b) <= 0) {
      merged.push(a);
      fromLeft++;
    } else {
      merged.push(b);
      fromRight++;
    }
  }
  return merged.concat(left.slice(fromLeft), right.slice(fromRight));
}

/** Puts a few items, themselves sorted, into a long sorted list: one binary search each, one copy in all. */
export function insertSorted<T>(sorted: readonly T[], incoming: readonly T[], compare: Compare<T>): readonly T[] {
  if (incoming.length === 0) return sorted;
  const merged: T[] = [];
  let taken = 0;
  for (const item of incoming) {
    const place = placeOf(sorted, item, { compare, from: taken });
    for (; taken < place; taken++) merged.push(sorted[taken] as T);
    merged.push(item);
  }
  for (; taken < sorted.length; taken++) merged.push(sorted[taken] as T);
  return merged;
}

function placeOf<T>(
  sorted: readonly T[],
  item: T,
  search: { readonly compare: Compare<T>; readonly from: number },
): number {
  let low = search.from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (search.compare(sorted[middle] as T, item) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
