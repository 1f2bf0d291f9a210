import type { Change, ChangeState } from '../../core/change.ts';
import { moveTo } from '../../core/change-state.ts';
import type { Database, Records } from '../records.ts';
import type { ChangeAnswer, CycleStamp, Setback } from '../store.ts';
import { heldLease, leaseScope, renewLease } from './lease-renewal.ts';
import { leaveOutbox, leavingScope } from './leave-outbox.ts';

/** Said twice, because a connection was lost, it has the effect of once. */
export function commitAnswers(database: Database, stamp: CycleStamp, answers: readonly ChangeAnswer[]): Promise<void> {
  return database.write([...leaseScope, ...leavingScope], async (records) => {
    await heldLease(records, stamp);
    let changesSent = 0;
    for (const answer of answers) {
      if (answer.kind === 'set back') {
        await setBack(records, stamp, answer);
      } else if (!(await records.deliveries.get(answer.changeId))) {
        await leaveOutbox(records, stamp, answer);
        if (answer.kind === 'acknowledged') changesSent += 1;
      }
    }
    await renewLease(records, stamp, { changesSent });
  });
}

async function setBack(records: Records, { now }: CycleStamp, setback: Setback): Promise<void> {
  const change = await records.outbox.get(setback.changeId);
  if (!change) throw new Error(`change ${setback.changeId} is not in the outbox`);
  if (change.state.kind === setback.state.kind) return;
  const moved = moveTo(change, await stateToKeep(records, change, { state: setback.state, now }));
  await records.outbox.put({ ...moved, lastAnswer: setback.answer ?? change.lastAnswer });
}

/** The next pull replaces the base row: what others changed can only be told by what was here when they met. */
async function stateToKeep(
  records: Records,
  change: Change,
  { state, now }: { readonly state: ChangeState; readonly now: number },
): Promise<ChangeState> {
  if (state.kind !== 'conflict') return state;
  const here = await records.rows.get(change);
  return { ...state, met: { at: now, base: here?.etag === change.baseETag ? here.values : null } };
}
