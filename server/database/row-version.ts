import type { Queryable } from './database.ts';

/**
 * Row versions are the ETags: one that was given out must never come to name another content. Whatever replaces the
 * data by an older state forgets how far they had got, so they go on from the clock: microseconds since 1970 are above
 * everything that any former life of the data, counting up one by one from such a number, can have given out, and stay
 * exact in a JSON number until 2255. Not undone by a rollback, which does no harm.
 */
export async function raiseRowVersions(db: Queryable): Promise<void> {
  await db.query(
    `select setval('landfall_row_version', clock.floor) from landfall_row_version,
       (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as floor) clock
     where last_value < clock.floor`,
  );
}
