import { moveTo } from '../../core/change-state.ts';
import type { BrowserSeen, Wake } from '../../core/wake.ts';
import type { Database, Records } from '../records.ts';
import type { CycleStamp, StalledWake, WakeBeginning, WakeEnding } from '../store.ts';
import { trimDeliveries } from './delivery-trim.ts';
import { heldLease, leaseScope, renewLease } from './lease-renewal.ts';

/** How many wakes the wake log remembers. */
const keptWakes = 500;

/** Each beginning closes what is open: more than the newest one cannot be, and a few more cost nothing. */
const lookedAt = 5;

export function beginWake(
  database: Database,
  beginning: WakeBeginning,
  seenIn: BrowserSeen,
): Promise<{ fence: number; wakeId: number }> {
  return database.writeOnce([...leaseScope, 'outbox', 'deliveries', 'checkpoints'], async (records) => {
    const { trigger, host, isLastChance, now } = beginning;
    const before = await records.lease.get();
    const wakes = await records.wakes.newest(lookedAt);
    // The wake log backs the lease: a fence that went back would let an old holder write.
    const fence = Math.max(before?.fence ?? 0, ...wakes.map((wake) => wake.fence)) + 1;
    await closeOpenWakes(records, wakes, beginning.stalled ?? null);
    await trimDeliveries(records, now);
    const wake = await records.wakes.add({
      trigger,
      host,
      fence,
      isLastChance,
      startedAt: now,
      heartbeatAt: now,
      endedAt: null,
      end: null,
      changesSent: 0,
      rowsReceived: 0,
      problem: null,
      ...seenIn,
    });
    await records.wakes.removeUpTo(wake.id - keptWakes);
    await records.lease.put({
      fence,
      host,
      wakeId: wake.id,
      heartbeatAt: now,
      isReleased: false,
      isHandedOver: false,
      silentUntil: null,
    });
    for (const change of await records.outbox.all()) {
      if (change.state.kind !== 'sending' || change.state.fence >= fence) continue;
      await records.outbox.put(moveTo(change, { kind: 'maybe sent' }));
    }
    return { fence, wakeId: wake.id };
  });
}

/** When a cut-off wake really ended nobody knows; its last heartbeat is the last that was seen of it. */
async function closeOpenWakes(records: Records, wakes: readonly Wake[], stalled: StalledWake | null): Promise<void> {
  for (const wake of wakes) {
    if (wake.end !== null) continue;
    const how =
      wake.id === stalled?.wakeId
        ? ({ end: 'stalled', problem: stalled.problem } as const)
        : ({ end: 'cut off' } as const);
    await records.wakes.put({ ...wake, ...how, endedAt: wake.heartbeatAt });
  }
}

export function heartbeat(database: Database, stamp: CycleStamp): Promise<void> {
  return database.write(leaseScope, (records) => renewLease(records, stamp));
}

export function endWake(database: Database, stamp: CycleStamp, ending: WakeEnding): Promise<void> {
  const { end, problem, silentUntil } = ending;
  return database.write(leaseScope, async (records) => {
    const lease = await heldLease(records, stamp);
    await records.lease.put({
      ...lease,
      heartbeatAt: stamp.now,
      isReleased: true,
      isHandedOver: end === 'handed over',
      silentUntil,
    });
    const wake = await records.wakes.get(lease.wakeId);
    if (!wake) return;
    await records.wakes.put({ ...wake, heartbeatAt: stamp.now, endedAt: stamp.now, end, problem });
  });
}
