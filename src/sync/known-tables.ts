import { definitionsStep, profileText, suspected } from '../core/definitions-known.ts';
import type { Failure } from '../core/failure.ts';
import { outcomeOfPull } from '../core/outcome.ts';
import { everything, type OfflineProfile, profiled } from '../core/profile.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Trigger } from '../core/wake.ts';
import { endsCycle, type Hindrance, hindranceOf } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';

type Known = { readonly list: readonly TableDefinition[] } | Hindrance;

/**
 * Table definitions of this person as their profile has them: from the service the first time, whenever someone signs in
 * or asks for everything, when the profile is another one, and when their version, asked for now and then, has changed.
 */
export async function knownTables(parts: SyncParts, holder: Holder, trigger: Trigger): Promise<Known> {
  const kept = await parts.store.tables();
  const known = await parts.store.definitionsKnown();
  const wanted = (await parts.profile?.()) ?? everything;
  const profile = profileText(wanted);
  const at = parts.clock.now();
  const step = kept.length === 0 ? 'read' : definitionsStep(known, { trigger, at, profile });
  if (step === 'keep') return { list: kept };
  // Asked before the definitions are read: a change in between is found the next time.
  const asked = await parts.service.definitionsVersion(holder.signal);
  if (!asked.ok) {
    const hindrance = await inTheWay(holder, asked.failure);
    if (hindrance !== null && endsCycle(hindrance)) return hindrance;
  }
  const version = asked.ok ? asked.value : null;
  if (step === 'ask version' && version !== null && version === known?.version) {
    await parts.store.commitDefinitionsKnown(holder.stamp(), { version, profile, checkedAt: at });
    return { list: kept };
  }
  return await readTables(parts, holder, { kept, version, profile: wanted });
}

interface Reading {
  readonly kept: readonly TableDefinition[];
  /** Of the definitions; null where the service gives none. */
  readonly version: string | null;
  readonly profile: OfflineProfile;
}

async function readTables(parts: SyncParts, holder: Holder, { kept, version, profile }: Reading): Promise<Known> {
  const asked = await parts.service.tables(holder.signal);
  if (!asked.ok) {
    const hindrance = await inTheWay(holder, asked.failure);
    // What is known of the tables serves, unless the service as a whole is not to be had.
    if (kept.length > 0 && (hindrance === null || !endsCycle(hindrance))) return { list: kept };
    return hindrance ?? { kind: 'later', forMs: null, problem: asked.failure.message, concernsAll: true };
  }
  const withWork = new Set((await parts.store.outbox()).map(({ table }) => table));
  const { tables, leftOut } = profiled(asked.value, profile, withWork);
  await parts.store.commitTables(holder.stamp(), tables, leftOut);
  // Out of the profile, not only out of the service's list: that one may come back as it went.
  const dropped = asked.value.tables.filter(({ name }) => !tables.some((table) => table.name === name));
  for (const { name } of dropped) await parts.store.dropTable(holder.stamp(), name);
  // Last: until all of it is done the next cycle does it again.
  const checkedAt = parts.clock.now();
  await parts.store.commitDefinitionsKnown(holder.stamp(), { version, profile: profileText(profile), checkedAt });
  return { list: tables };
}

/** A table that is refused may have changed: its definition is asked for again soon, though not again and again. */
export async function suspectDefinitions(parts: SyncParts, holder: Holder): Promise<void> {
  const known = await parts.store.definitionsKnown();
  const next = known && suspected(known, parts.clock.now());
  if (next !== null) await parts.store.commitDefinitionsKnown(holder.stamp(), next);
}

async function inTheWay(holder: Holder, failure: Failure): Promise<Hindrance | null> {
  throwIfStopped(holder.signal);
  return hindranceOf(outcomeOfPull(failure, 'plain read'), failure);
}
