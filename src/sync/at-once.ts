/**
 * Does a job for each item, a few at the same time, and waits for all of them; then rejects with the first rejection.
 * Begins none any more after one has rejected.
 */
export async function atOnce<T>(items: readonly T[], most: number, job: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const problems: unknown[] = [];
  const run = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && problems.length === 0; item = waiting.shift()) {
      try {
        await job(item);
      } catch (error) {
        problems.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, run));
  if (problems.length > 0) throw problems[0];
}
