import type { Change, ChangeId } from './change.ts';
import { addressText, type RowAddress } from './row.ts';

/**
 * The creates in the outbox that a revised change has to wait for: those of the rows it points to now. One that waits for
 * this change itself is left out: both would wait for ever, and so the service says what is wrong with it.
 */
export function awaitedCreates(
  outbox: readonly Change[],
  change: Change,
  references: readonly RowAddress[],
): readonly ChangeId[] {
  const named = new Set(references.map(addressText));
  named.delete(addressText(change));
  return outbox
    .filter((other) => other.kind === 'create' && named.has(addressText(other)))
    .filter((other) => !waitsFor(outbox, other, change))
    .map(({ id }) => id);
}

function waitsFor(outbox: readonly Change[], change: Change, awaited: Change): boolean {
  const seen = new Set<ChangeId>();
  const open = [change.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === awaited.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(outbox.find((other) => other.id === id)?.dependsOn ?? []));
  }
  return false;
}
