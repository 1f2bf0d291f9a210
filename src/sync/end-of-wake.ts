import type { CycleEnd } from '../core/schedule.ts';
import type { WakeResult } from './run-wake.ts';

/** What the end of a wake is for the schedule; how long an asked-for silence lasts is for the lease to say. */
export function endOfWake(result: WakeResult): CycleEnd {
  if (result.kind === 'stalled') return { kind: 'stalled', awaited: result.awaited };
  if (result.kind === 'offline') return { kind: 'later', forMs: null, reason: 'This device has no network.' };
  if (result.kind !== 'ran') return { kind: result.kind === 'held elsewhere' ? 'held elsewhere' : 'stopped' };
  if (result.hindrance === null) return result.end === 'finished' ? { kind: 'done' } : { kind: 'stopped' };
  return result.hindrance.kind === 'sign in'
    ? { kind: 'sign in', reason: result.hindrance.problem }
    : {
        kind: 'later',
        forMs: result.hindrance.kind === 'later' ? result.hindrance.forMs : null,
        reason: result.hindrance.problem,
      };
}
