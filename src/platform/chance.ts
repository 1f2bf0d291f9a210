import type { AwayState, Level, Mechanism, PolicyRow } from './background-policy.ts';
import { type Finding, findingOf } from './capability.ts';
import { policyRowFor } from './policy-row-for.ts';
import type { Platform } from './recognised-platform.ts';
import type { Observed } from './wake-observation.ts';

export type OneOffSync = Extract<Mechanism, { kind: 'one-off sync' }>;

/** What work has going for it in one state of being away. */
export interface Chance {
  readonly level: Level;
  /** The browser wakes the service worker. */
  readonly sync: OneOffSync | null;
  /** The page runs on, perhaps slower, for as long as the system lets it. */
  readonly doesPageRunOn: boolean;
  /** What is saved may be deleted after so long without a visit; null if no such rule is known. */
  readonly deletedAfterMs: number | null;
  readonly unseen: readonly string[];
  /** False where the table has no row, or one that is only inferred: then it `may` be so. */
  readonly isCertain: boolean;
}

interface Evidence {
  readonly platform: Platform;
  readonly findings: readonly Finding[];
  readonly policy: readonly PolicyRow[];
  readonly observed: Observed;
}

/** For a browser that has Background Sync where the table knows of none: the least that any browser with it gives. */
const leastSync: OneOffSync = {
  kind: 'one-off sync',
  triesAfterMs: [0, 300_000, 900_000],
  eachMs: 180_000,
  wokenBy: 'running browser',
};

function ofKind<K extends Mechanism['kind']>(mechanisms: readonly Mechanism[], kind: K) {
  return mechanisms.find((mechanism): mechanism is Extract<Mechanism, { kind: K }> => mechanism.kind === kind);
}

/** A finding outranks the table; so does having been woken here. The table fills in limits, and what was not probed. */
function syncOf(inTable: OneOffSync | undefined, { findings, observed }: Evidence): OneOffSync | null {
  if (findingOf(findings, 'service worker')?.result === 'no') return null;
  const found = findingOf(findings, 'background sync');
  if (found?.result === 'no') return null;
  if (found?.result === 'yes' || observed.kind === 'reliable') return inTable ?? leastSync;
  return inTable ?? null;
}

function levelOf(state: AwayState, sync: OneOffSync | null, doesPageRunOn: boolean): Level {
  if (sync !== null) return 'limited';
  return state !== 'closed' && doesPageRunOn ? 'only while open' : 'none';
}

/** A platform that the table does not know gets what every browser gives, which is nothing. */
export function chanceIn(state: AwayState, evidence: Evidence): Chance {
  const row = policyRowFor(evidence.policy, evidence.platform, state);
  const mechanisms = row?.mechanisms ?? [];
  const page = ofKind(mechanisms, 'page runs on');
  const doesPageRunOn = page !== undefined && (page.stopsAfterMs === null || page.condition !== null);
  const sync = syncOf(ofKind(mechanisms, 'one-off sync'), evidence);
  return {
    level: levelOf(state, sync, doesPageRunOn),
    sync,
    doesPageRunOn,
    deletedAfterMs: ofKind(mechanisms, 'storage deleted')?.afterMs ?? null,
    unseen: row?.unseen ?? [],
    isCertain: row !== undefined && row.grade !== 'inferred',
  };
}
