import type { Queryable } from '../database/database.ts';
import { type Identity, readIdentity } from '../database/migrate.ts';

/**
 * Epoch and signing key. A restore and `landfall epoch renew` change them in the database, possibly from another
 * process: what was given out before is then void here too, at the next request.
 */
export type Era = {
  readonly identity: () => Identity;
  /** `epoch` is what the database says now. */
  readonly follow: (epoch: string) => Promise<void>;
};

export function createEra(db: Queryable, atStart: Identity): Era {
  let identity = atStart;
  return {
    identity: () => identity,
    async follow(epoch) {
      if (epoch !== identity.epoch) identity = await readIdentity(db);
    },
  };
}
