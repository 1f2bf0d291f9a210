import { isOfOtherEpoch, type Reconcile, type TableCheckpoint, type Watching } from '../core/checkpoint.ts';
import type { Failure } from '../core/failure.ts';
import { outcomeOfPull } from '../core/outcome.ts';
import type { RowKey } from '../core/row.ts';
import type { Pull } from './ask-portion.ts';
import { type Hindrance, hindranceOf, tableRefused } from './cycle-end.ts';
import { throwIfStopped } from './holder.ts';
import { mostNamed, readNamed } from './read-named.ts';

/** More rows that are there and not here are read faster with all the others than by name. */
const mostMissing = 500;

/** `read again`: so much is missing here that the table is to be read in full. */
export type Reconciled = Hindrance | null | 'read again';

/**
 * Compares the row keys of a table with the service's, which tells of rows that left without a word: deleted, no longer
 * shared, out of the filter; and of rows that came into sight without having changed. Each portion is a checkpoint.
 */
export async function reconcileTable(
  pull: Pull,
  betweenPortions: () => Promise<Hindrance | null>,
): Promise<Reconciled> {
  const { parts, holder, table } = pull;
  let checkpoint = await parts.store.checkpoint(table.name);
  for (;;) {
    throwIfStopped(holder.signal);
    if (checkpoint?.position.kind !== 'watching') return null;
    const { reconcile } = checkpoint.position;
    const step: Stepped =
      reconcile === null
        ? { checkpoint: await parts.store.beginReconcile(holder.stamp(), table.name) }
        : reconcile.kind === 'listing'
          ? await listKeys(pull, checkpoint, reconcile)
          : await askByName(pull, checkpoint, { position: checkpoint.position, keys: reconcile.keys });
    if (step === null || step === 'read again' || 'kind' in step) return step;
    checkpoint = step.checkpoint;
    if (checkpoint?.position.kind === 'watching' && checkpoint.position.reconcile === null) return null;
    const hindrance = await betweenPortions();
    if (hindrance !== null) return hindrance;
  }
}

type Stepped = Reconciled | { readonly checkpoint: TableCheckpoint | null };

async function listKeys(
  pull: Pull,
  checkpoint: TableCheckpoint,
  listing: Reconcile & { readonly kind: 'listing' },
): Promise<Stepped> {
  const { parts, holder, table } = pull;
  const listed = await parts.service.readKeys(table, listing.next, holder.signal);
  if (!listed.ok) return await afterFailure(pull, listed.failure, listing.next === null ? 'plain read' : 'next link');
  const { keys, next, epoch } = listed.value;
  // Another generation of the data: the next round meets it too, and begins a new read.
  if (isOfOtherEpoch(checkpoint, epoch)) return null;
  if (next !== null && next === listing.next)
    return tableRefused(pull.table, 'The service keeps giving the same next link.');
  const outcome = await parts.store.commitKeys(holder.stamp(), { table: table.name, keys, next });
  return outcome.missing > mostMissing ? 'read again' : { checkpoint: outcome.checkpoint };
}

/** Those that come are stored; those that do not have left. */
async function askByName(
  pull: Pull,
  checkpoint: TableCheckpoint,
  { position, keys }: { readonly position: Watching; readonly keys: readonly RowKey[] },
): Promise<Stepped> {
  const { parts, holder, table } = pull;
  const asked = keys.slice(0, mostNamed);
  const rest = keys.slice(mostNamed);
  const askedAt = await parts.store.commitNumber();
  const named = await readNamed(pull, asked);
  if (!named.ok) return await afterFailure(pull, named.failure, 'plain read');
  // As in the listing: nothing of another generation lands before the new read tells what that one lost.
  if (isOfOtherEpoch(checkpoint, parts.service.namedEpoch())) return null;
  const came = new Set(named.value.map(({ key }) => key));
  // Stale: one of them was acknowledged meanwhile. The checkpoint has not moved, and they are asked for again.
  await parts.store.commitPull(holder.stamp(), {
    table: table.name,
    rows: named.value,
    removals: asked.filter((key) => !came.has(key)),
    askedAt,
    checkpoint: { ...position, reconcile: rest.length === 0 ? null : { kind: 'asking', keys: rest } },
    epoch: null,
  });
  holder.progress.rowsReceived += asked.length;
  return { checkpoint: await parts.store.checkpoint(table.name) };
}

async function afterFailure(pull: Pull, failure: Failure, asked: 'plain read' | 'next link'): Promise<Stepped> {
  const { parts, holder, table } = pull;
  throwIfStopped(holder.signal);
  const outcome = outcomeOfPull(failure, asked);
  const hindrance = hindranceOf(outcome, failure);
  if (hindrance !== null) return hindrance;
  if (outcome.kind === 'park') return tableRefused(pull.table, failure.message);
  // The place in the list is void: it begins anew when it is next its turn.
  await parts.store.beginReconcile(holder.stamp(), table.name);
  return null;
}
