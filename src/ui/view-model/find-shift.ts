import type { SeenRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';

interface Stretch {
  readonly total: number;
  readonly from: number;
  readonly rows: readonly SeenRow[];
}

/** Beyond so many rows a row that moved is not looked for: the list stays where it is by number. */
const farthest = 6000;

/**
 * By how many rows the row at `index` has moved. Rows mostly arrive, so it is looked for near by first and then as far
 * below as rows came in.
 */
export async function findShift(input: {
  readonly line: DataLine;
  readonly viewId: number;
  readonly before: Stretch;
  readonly now: Stretch;
  readonly index: number;
}): Promise<number> {
  const key = input.before.rows[input.index - input.before.from]?.key;
  if (key === undefined) return 0;
  const near = indexOf(input.now, key);
  if (near !== null) return near - input.index;
  const grown = input.now.total - input.before.total;
  if (grown <= 0) return 0;
  const from = input.now.from + input.now.rows.length;
  const answer = await input.line.call('window', { viewId: input.viewId, from, count: Math.min(grown + 1, farthest) });
  const far = indexOf({ ...answer, from }, key);
  return far === null ? 0 : far - input.index;
}

function indexOf(stretch: Stretch, key: string): number | null {
  const place = stretch.rows.findIndex((row) => row.key === key);
  return place < 0 ? null : stretch.from + place;
}
