import { awaitedCreates, behindCreate, referencesOf } from '../../core/awaited-creates.ts';
import type { Delivery } from '../../core/delivery.ts';
import { offeredAgain } from '../../core/offer-again.ts';
import type { Database, Records } from '../records.ts';
import type { CycleStamp } from '../store.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';

const looking = ['checkpoints', 'deliveries'] as const;

/**
 * Puts what is missing after a restore back into the outbox, parked, in the order in which it was acknowledged; tables
 * that are still being read are left for later. Returns how many.
 */
export async function offerAgain(database: Database, stamp: CycleStamp): Promise<number> {
  // Nearly always there is nothing: saving an edit must not wait behind a transaction over the outbox for it.
  if ((await database.read(looking, missingOnes)).length === 0) return 0;
  const scope = [...leaseScope, ...looking, 'outbox', 'rows', 'tables', 'notices'] as const;
  return database.write(scope, async (records) => {
    await renewLease(records, stamp);
    const missing = await missingOnes(records);
    const tables = await records.tables.all();
    const offered: Delivery[] = [];
    for (const { delivery, epoch } of missing) {
      const row = (await records.rows.get(delivery)) ?? null;
      const change = offeredAgain(
        delivery,
        row,
        tables.find(({ name }) => name === delivery.table),
      );
      if (change === null) {
        await records.deliveries.put([{ ...delivery, epoch, isMissing: false }]);
        continue;
      }
      // Without its delivery: when it is acknowledged once more, that is no repeat.
      await records.deliveries.remove([delivery.id]);
      await records.outbox.add(change);
      offered.push(delivery);
    }
    await waitForCreates(records);
    for (const { id } of offered) {
      const change = await records.outbox.get(id);
      if (change?.kind !== 'create') continue;
      // Saved while the row was there: they wait with it for the person.
      for (const waiting of behindCreate(await records.outbox.all(), change, tables)) await records.outbox.put(waiting);
    }
    await notice(records, { offered, epoch: missing[0]?.epoch ?? '', now: stamp.now });
    return offered.length;
  });
}

interface Missing {
  readonly delivery: Delivery;
  /** The generation that its table was read in. */
  readonly epoch: string;
}

async function missingOnes(records: Records): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const { table, position, epoch } of await records.checkpoints.all()) {
    if (position.kind === 'reading' || epoch === null) continue;
    for (const delivery of await records.deliveries.ofOtherEpochs(table, epoch)) {
      if (delivery.isMissing) missing.push({ delivery, epoch });
    }
  }
  return missing.sort((a, b) => a.delivery.ackedAtCommit - b.delivery.ackedAtCommit);
}

/** Also those offered earlier: the table of the row they point to may have been read after theirs. */
async function waitForCreates(records: Records): Promise<void> {
  const outbox = await records.outbox.all();
  const tables = await records.tables.all();
  for (const change of outbox) {
    if (change.state.kind !== 'parked' || change.state.why !== 'missing after restore') continue;
    const awaited = awaitedCreates(outbox, change, referencesOf(change, tables));
    const added = awaited.filter((id) => !change.dependsOn.includes(id));
    if (added.length > 0) await records.outbox.put({ ...change, dependsOn: [...change.dependsOn, ...added] });
  }
}

async function notice(
  records: Records,
  { offered, epoch, now }: { readonly offered: readonly Delivery[]; readonly epoch: string; readonly now: number },
): Promise<void> {
  if (offered.length === 0) return;
  const id = `service restored ${epoch}`;
  const known = (await records.notices.all()).find((one) => one.id === id);
  const before = known?.kind === 'service restored' ? known : null;
  await records.notices.put({
    kind: 'service restored',
    id,
    at: before?.at ?? now,
    missing: (before?.missing ?? 0) + offered.length,
    missingSince: Math.min(before?.missingSince ?? Number.POSITIVE_INFINITY, ...offered.map((one) => one.appliedAt)),
  });
}
