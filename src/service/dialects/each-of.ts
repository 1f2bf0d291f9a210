import type { Attempt } from '../../core/failure.ts';
import { succeeded } from '../../core/failure.ts';

/** Does `work` for every item, at most `atOnce` at a time, in order of items. The first failure ends it. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Attempt<Result>>,
): Promise<Attempt<readonly Result[]>> {
  const results: Result[] = [];
  let failure: Attempt<never> | null = null;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && failure === null) {
      const index = next++;
      const attempt = await work(items[index] as Item);
      if (attempt.ok) results[index] = attempt.value;
      else failure ??= attempt;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return failure ?? succeeded(results);
}
