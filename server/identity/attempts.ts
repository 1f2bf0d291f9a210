import { createHmac } from 'node:crypto';
import type { Database, Queryable } from '../database/database.ts';

/**
 * Limits on signing in. An attempt is counted before the password is looked at, or a burst of parallel guesses would
 * all pass, and taken back if it succeeds; so what counts is failures, in windows that begin with the first one.
 *
 * - One name from one address: 10 in 5 minutes.
 * - One address, whatever names: 100 in 5 minutes.
 * - One name from all addresses together: 100 in 15 minutes; but an address from which somebody has signed in under
 *   this name within the last 30 days does not ask this one.
 *
 * So a flood from one address stops itself and nobody else: it can add no more than 30 in 15 minutes to the name. A
 * flood from many addresses can keep a person from signing in at a *new* place, for as long as it lasts, and never at
 * the places they use. An attempt that is refused extends no window and counts on no narrower limit. Names that do not
 * exist are counted alike: a refusal says nothing about who exists.
 *
 * In the database, so that several instances count together. Names and addresses are there as keyed hashes only: what
 * is typed as a name is sometimes a password.
 */
export type Attempts = {
  /** Counts one. Seconds to wait, or null if it may be made. */
  readonly begin: (who: Attempt) => Promise<number | null>;
  readonly succeeded: (who: Attempt) => Promise<void>;
};

type Attempt = { readonly name: string; readonly address: string };

type Limit = { readonly most: number; readonly windowMs: number };
const minuteMs = 60_000;
const byAddress: Limit = { most: 100, windowMs: 5 * minuteMs };
const byPair: Limit = { most: 10, windowMs: 5 * minuteMs };
const byName: Limit = { most: 100, windowMs: 15 * minuteMs };
const knownForMs = 30 * 24 * 60 * minuteMs;
const pruneEveryMs = 5 * minuteMs;

export function createAttempts(database: Database, signingKey: () => Buffer, now: () => number): Attempts {
  const hash = (...parts: readonly string[]): string =>
    createHmac('sha256', signingKey())
      .update(JSON.stringify(['sign-in', ...parts]))
      .digest('base64url');
  let prunedAt = 0;

  /** Counts on one key, and says how long it is still blocked. */
  const count = async (tx: Queryable, key: string, { most, windowMs }: Limit): Promise<number | null> => {
    const nowMs = now();
    const [row] = await tx.query(
      `insert into landfall_sign_in as s (key, attempts, until_ms) values ($1, 1, $3::bigint)
       on conflict (key) do update set
         attempts = case when s.until_ms <= $2::bigint then 1 else s.attempts + 1 end,
         until_ms = case when s.until_ms <= $2::bigint then excluded.until_ms else s.until_ms end
       returning attempts, until_ms`,
      [key, nowMs, nowMs + windowMs],
    );
    if (Number(row?.attempts) <= most) return null;
    return Math.max(1, Math.ceil((Number(row?.until_ms) - nowMs) / 1000));
  };

  const isKnown = async (tx: Queryable, key: string): Promise<boolean> => {
    const found = await tx.query('select 1 from landfall_sign_in where key = $1 and until_ms > $2::bigint', [
      key,
      now(),
    ]);
    return found.length > 0;
  };

  const keysOf = ({ name, address }: Attempt) => ({
    address: hash('address', address),
    pair: hash('pair', name, address),
    name: hash('name', name),
    known: hash('known', name, address),
  });

  return {
    async begin(who) {
      const keys = keysOf(who);
      const nowMs = now();
      if (nowMs - prunedAt > pruneEveryMs) {
        prunedAt = nowMs;
        await database.query('delete from landfall_sign_in where until_ms <= $1::bigint', [nowMs]);
      }
      // Always in this order: two transactions that touch the same rows never wait for each other in a circle.
      return database.tx(async (tx) => {
        const blocked =
          (await count(tx, keys.address, byAddress)) ??
          (await count(tx, keys.pair, byPair)) ??
          ((await isKnown(tx, keys.known)) ? null : await count(tx, keys.name, byName));
        return blocked;
      });
    },
    async succeeded(who) {
      const keys = keysOf(who);
      const giveBack = 'update landfall_sign_in set attempts = greatest(attempts - 1, 0) where key = $1';
      await database.tx(async (tx) => {
        await tx.query(giveBack, [keys.address]);
        await tx.query('delete from landfall_sign_in where key = $1', [keys.pair]);
        await tx.query(giveBack, [keys.name]);
        await tx.query(
          `insert into landfall_sign_in (key, attempts, until_ms) values ($1, 0, $2::bigint)
           on conflict (key) do update set until_ms = excluded.until_ms`,
          [keys.known, now() + knownForMs],
        );
      });
    },
  };
}
