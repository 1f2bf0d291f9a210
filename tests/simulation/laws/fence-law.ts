import type { Lease } from '../../../src/core/lease.ts';
import type { Committed } from '../database.ts';
import type { World } from '../world.ts';
import type { Ledger } from './ledger.ts';

/** Law 4: whatever a cycle commits, it commits under the fence that it took itself and that nobody took since. */
export function checkFence(world: World, ledger: Ledger, { context, disk, scope }: Committed): void {
  if (!scope.includes('lease')) return;
  const moves = disk.mutations.filter(({ map }) => map === disk.lease);
  const before = moves[0]?.before as Lease | undefined;
  const now = disk.lease.get('only');
  if (now === undefined) return;
  if (before !== undefined && now.fence < before.fence)
    world.violate(4, `${ledger.name}: the fence went back from ${before.fence} to ${now.fence}`);
  if (moves.length > 0 && now.fence > (before?.fence ?? 0)) {
    if (before !== undefined && !before.isReleased) world.count('stolen or taken from the dead');
    ledger.fences.set(context, now.fence);
    raceSilence(world, ledger);
    return;
  }
  const mine = ledger.fences.get(context);
  if (mine !== now.fence) {
    world.violate(
      4,
      `${ledger.name}: ${context.name} committed under fence ${mine} while the lease is at ${now.fence}`,
    );
  }
  const { silence } = ledger;
  if (silence !== null && now.silentUntil !== null && silence.heardBy === context) silence.keptAt = world.now;
  if (world.isCalm && now.isReleased) {
    const wake = disk.wakes.get(now.wakeId);
    if (wake?.end === 'finished') ledger.calmWakes += 1;
  }
}

/** Whoever looked for a silence just before it was written down, and took the right just after, knows nothing of it. */
function raceSilence(world: World, ledger: Ledger): void {
  const { silence } = ledger;
  if (silence === null || silence.keptAt === null || world.now - silence.keptAt > 100) return;
  world.count('a silence came too late for the next holder');
  ledger.silence = null;
}
