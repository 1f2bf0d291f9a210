/** The first wait, and the longest: failures that time can cure are retried forever, slowly. */
const firstMs = 2_000;
const longestMs = 15 * 60_000;

/**
 * How long to wait after so many failures in a row (1 for the first): doubling from 2 s to 15 min, of which the upper
 * half is random, so that devices that failed together do not come back together.
 *
 * @param fraction random, at least 0 and below 1
 */
export function backoffMs(failures: number, fraction: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * fraction);
}
