import type { OfflineProfile } from './profile.ts';
import type { Trigger } from './wake.ts';

/** What this device knows of its table definitions, beside themselves. */
export interface DefinitionsKnown {
  /** The service's own name for their state; null where it gives none. */
  readonly version: string | null;
  /** The profile they were narrowed by, as text. */
  readonly profile: string;
  /** Device clock when the service was last asked about them. */
  readonly checkedAt: number;
}

/** Their version is asked for so often: one short answer. */
const checkEveryMs = 4 * 60 * 60_000;

/** Without a version they have to be read whole. */
const readEveryMs = 24 * 60 * 60_000;

/** A table that is refused, or whose rows lack columns, is a reason to ask; every few minutes it is none. */
const suspectAfterMs = 10 * 60_000;

/** `ask version`: read them only if that has changed. */
export type DefinitionsStep = 'keep' | 'ask version' | 'read';

export function profileText(profile: OfflineProfile): string {
  return JSON.stringify(profile);
}

/** What to do about the definitions that are here. */
export function definitionsStep(
  known: DefinitionsKnown | null,
  now: { readonly trigger: Trigger; readonly at: number; readonly profile: string },
): DefinitionsStep {
  // Signing in may bring other privileges, which no version tells of.
  if (known === null || known.profile !== now.profile) return 'read';
  if (now.trigger === 'signed in' || now.trigger === 'sync now') return 'read';
  const age = now.at - known.checkedAt;
  if (known.version === null) return age < 0 || age >= readEveryMs ? 'read' : 'keep';
  return age < 0 || age >= checkEveryMs ? 'ask version' : 'keep';
}

/** Something speaks for other definitions by now: the next cycle asks. Null if it was asked a moment ago. */
export function suspected(known: DefinitionsKnown, now: number): DefinitionsKnown | null {
  return now - known.checkedAt < suspectAfterMs ? null : { ...known, checkedAt: 0 };
}
