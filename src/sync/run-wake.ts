import { type Awaited, stallProblem } from '../core/awaited.ts';
import type { WakeEnd } from '../core/wake.ts';
import type { StalledWake } from '../storage/store.ts';
import { type CycleSettings, runCycle } from './cycle.ts';
import type { Hindrance } from './cycle-end.ts';
import { type ExclusiveRequest, type NotRun, runExclusively } from './exclusive.ts';
import { type Holder, type Progress, Stopped } from './holder.ts';
import type { SyncParts } from './parts.ts';
import { Stalled, Watch } from './watch.ts';
import { watchedParts } from './watched-parts.ts';
import { within } from './within.ts';

/** What became of one wake. */
export type WakeResult =
  | { readonly kind: NotRun }
  | {
      readonly kind: 'stalled';
      readonly awaited: Awaited;
      readonly progress: Readonly<Progress>;
      /** For the next wake to write; null if its end is in the wake log. */
      readonly unwritten: StalledWake | null;
    }
  | {
      readonly kind: 'ran';
      readonly end: WakeEnd;
      readonly hindrance: Hindrance | null;
      readonly progress: Readonly<Progress>;
    };

/**
 * Runs one cycle under the exclusive right and the eyes of a watchdog, and writes its end into the wake log. Always comes
 * to an end: a cycle that stands still is broken off. Rejects only on a broken database.
 */
export function runWake(parts: SyncParts, request: ExclusiveRequest, intervalMs: number): Promise<WakeResult> {
  const settings: CycleSettings = { trigger: request.beginning.trigger, intervalMs };
  return runWork(parts, request, (watched, holder) => runCycle(watched, holder, settings));
}

/** What a wake does while it has the exclusive right; resolves as `runCycle` does. */
export type Work = (parts: SyncParts, holder: Holder) => Promise<Hindrance | null>;

/** As `runWake`, for another work than a cycle. */
export async function runWork(parts: SyncParts, request: ExclusiveRequest, work: Work): Promise<WakeResult> {
  // A try would only make changes "maybe sent" that surely were not.
  if (parts.network.isSurelyOffline()) return { kind: 'offline' };
  const watch = new Watch(parts, request.signal);
  const stopHearing = parts.heard?.(() => watch.progress());
  const watched = watchedParts(parts, watch);
  let held: Holder | null = null;
  const cycle = (holder: Holder) => {
    held = holder;
    return runOnce(watched, holder, work);
  };
  try {
    const result = await watch.whole(runExclusively(watched, request, cycle));
    return typeof result === 'string' ? { kind: result } : result;
  } catch (error) {
    if (!(error instanceof Stalled)) throw error;
    return await breakOff(parts, held, error.awaited);
  } finally {
    stopHearing?.();
    watch.end();
  }
}

/** If the database answers, it is told: others may take over at once, and the wake log says what stood still. */
async function breakOff(parts: SyncParts, holder: Holder | null, awaited: Awaited): Promise<WakeResult> {
  if (holder === null) {
    return { kind: 'stalled', awaited, progress: { changesSent: 0, rowsReceived: 0 }, unwritten: null };
  }
  const problem = stallProblem(awaited, parts.clock.now());
  const written = parts.store.endWake(holder.stamp(), { end: 'stalled', problem, silentUntil: null });
  const isWritten = await within(
    parts.timers,
    lastWordMs,
    written.then(() => true),
  ).catch(() => false);
  const unwritten = isWritten === true ? null : { wakeId: holder.wakeId, problem };
  return { kind: 'stalled', awaited, progress: holder.progress, unwritten };
}

/** How long a database that may hang is given to write the end of a wake. */
const lastWordMs = 2_000;

async function runOnce(parts: SyncParts, holder: Holder, work: Work): Promise<WakeResult> {
  const progress = holder.progress;
  let met: Hindrance | null = null;
  try {
    const hindrance = await work(parts, holder);
    met = hindrance;
    const end = hindrance === null ? 'finished' : 'failed';
    await parts.store.endWake(holder.stamp(), {
      end,
      problem: hindrance?.problem ?? null,
      silentUntil: silentUntil(hindrance, parts),
    });
    return { kind: 'ran', end, hindrance, progress };
  } catch (error) {
    if (error instanceof Stalled) throw error;
    if (isFenceLost(error)) return { kind: 'ran', end: 'fence lost', hindrance: null, progress };
    const stopped = stopOf(error, holder);
    if (stopped === null) {
      await parts.store
        .endWake(holder.stamp(), {
          end: 'failed',
          problem: messageOf(error),
          silentUntil: silentUntil(met, parts),
        })
        .catch(() => {});
      // The end could not be written: the silence that the service asked for is kept here all the same.
      if (met?.kind === 'later' && met.forMs !== null) return { kind: 'ran', end: 'failed', hindrance: met, progress };
      throw error;
    }
    if (stopped !== 'fence lost') {
      const ending = { end: stopped, problem: null, silentUntil: null };
      await parts.store.endWake(holder.stamp(), ending).catch(ignoreFenceLost);
    }
    return { kind: 'ran', end: stopped, hindrance: null, progress };
  }
}

/** An abort of the holder's signal surfaces as `Stopped` between steps and as the fetch's own error within one. */
function stopOf(error: unknown, holder: Holder): Stopped['reason'] | null {
  if (error instanceof Stopped) return error.reason;
  if (!holder.signal.aborted) return null;
  const reason: unknown = holder.signal.reason;
  return reason === 'handed over' || reason === 'time box' ? reason : 'fence lost';
}

function silentUntil(hindrance: Hindrance | null, parts: SyncParts): number | null {
  return hindrance?.kind === 'later' && hindrance.forMs !== null ? parts.clock.now() + hindrance.forMs : null;
}

function ignoreFenceLost(error: unknown): void {
  if (!isFenceLost(error)) throw error;
}

function isFenceLost(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'fence lost';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
