import type { Records } from '../records.ts';

const keptDeliveries = 1_000;
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** Forgets old deliveries, but none that a running read still needs to spare the row, nor one to be offered again. */
export async function trimDeliveries(records: Records, now: number): Promise<void> {
  const deliveries = await records.deliveries.all();
  const isOld = ({ appliedAt }: { readonly appliedAt: number }) => now - appliedAt > keptMs;
  if (deliveries.length <= keptDeliveries && !deliveries.some(isOld)) return;
  const readsSince = (await records.checkpoints.all()).map(({ position }) => {
    if (position.kind === 'reading') return position.beganAt;
    const isListing = position.kind === 'watching' && position.reconcile?.kind === 'listing';
    return isListing ? position.reconcile.beganAt : Number.POSITIVE_INFINITY;
  });
  const needed = Math.min(...readsSince, Number.POSITIVE_INFINITY);
  const surplus = deliveries.filter(
    (delivery, index) =>
      (index >= keptDeliveries || isOld(delivery)) && delivery.ackedAtCommit <= needed && !delivery.isMissing,
  );
  if (surplus.length > 0) await records.deliveries.remove(surplus.map(({ id }) => id));
}
