import type { Lease } from '../../core/lease.ts';
import type { RecordKind, Records } from '../records.ts';
import { type CycleStamp, FenceLost } from '../store.ts';

/** What every transaction of a cycle has in its scope. */
export const leaseScope = ['lease', 'wakes'] as const satisfies readonly RecordKind[];

export interface WakeProgress {
  readonly changesSent?: number;
  readonly rowsReceived?: number;
}

/** The first thing in every transaction of a cycle: throws `FenceLost` if the lease is not this cycle's any more. */
export async function heldLease(records: Records, stamp: CycleStamp): Promise<Lease> {
  const lease = await records.lease.get();
  if (lease?.fence !== stamp.fence) throw new FenceLost(stamp.fence, lease?.fence ?? 0);
  return lease;
}

/** Renews the heartbeat of lease and wake, having checked that they are held. */
export async function renewLease(records: Records, stamp: CycleStamp, progress: WakeProgress = {}): Promise<void> {
  const lease = await heldLease(records, stamp);
  await records.lease.put({ ...lease, heartbeatAt: stamp.now });
  const wake = await records.wakes.get(lease.wakeId);
  if (!wake) return;
  await records.wakes.put({
    ...wake,
    heartbeatAt: stamp.now,
    changesSent: wake.changesSent + (progress.changesSent ?? 0),
    rowsReceived: wake.rowsReceived + (progress.rowsReceived ?? 0),
  });
}
