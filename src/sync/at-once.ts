/**
 * Does a job for each item, a few at the same time, and waits for all of them; then rejects with the first rejection.
 * Begins none any more after one has rejected.
 */
export async function atOnce<T>(items: readonly T[], most: number, job: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  let problem: { readonly error: unknown } | null = null;
  const run = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && problem === null; item = waiting.shift()) {
      try {
        await job(item);
      } catch (error) {
        problem ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, run));
  if (problem !== null) throw (problem as { readonly error: unknown }).error;
}
