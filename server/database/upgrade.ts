import type { Queryable } from './database.ts';
import { fromVersion1 } from './upgrade-from-1.ts';
import { fromVersion2 } from './upgrade-from-2.ts';

/**
 * 1: first form, of release 0.1.0. 2: business units, teams, roles; lookups with several targets; N:N. 3: the register of
 * devices.
 */
export const schemaVersion = 3;

/** At n: brings the service's own tables from version n to n + 1. Never changed once a release has made n + 1. */
const steps: ReadonlyMap<number, (tx: Queryable) => Promise<void>> = new Map([
  [1, fromVersion1],
  [2, fromVersion2],
]);

export async function upgrade(tx: Queryable, from: number): Promise<void> {
  for (let version = from; version < schemaVersion; version += 1) {
    const step = steps.get(version);
    if (step === undefined) throw new Error(`no step from schema ${version}`);
    await step(tx);
  }
}
