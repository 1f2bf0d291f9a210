import type { Change, MergeNote } from '../core/change.ts';
import { ownVersion } from '../core/delivery.ts';
import { mergeWith } from '../core/merge.ts';
import type { BaseRow } from '../core/row.ts';
import { settle } from '../core/settle.ts';
import { settingsOf } from '../core/table-settings.ts';
import type { Sending } from './settlement.ts';

/** What a change comes to in the face of the row as the service has it now. */
export type Met =
  | { readonly kind: 'applied' }
  /** The row is as it was before the change. */
  | { readonly kind: 'untouched' }
  /** It may go out again, as this. */
  | { readonly kind: 'go on'; readonly change: Change }
  | { readonly kind: 'given up'; readonly note: MergeNote }
  | { readonly kind: 'conflict' };

/** Compares a change with the row as it was just read (null: gone); what differs is merged, or goes by the policy. */
export async function meetRow(asSent: Sending, row: BaseRow | null): Promise<Met> {
  const sending = await overOwnCreate(asSent);
  const { parts, change, table } = sending;
  const verdict = settle(change, table, row);
  if (verdict === 'applied') return { kind: 'applied' };
  if (verdict === 'resend') return { kind: 'untouched' };
  // The file's own device may have applied it, and others may have taken it back since: nobody here can tell.
  const isImported = change.origin === 'escrow file';
  if (!isImported && row !== null && (await isOwnVersion(sending, row))) {
    return { kind: 'go on', change: { ...change, baseETag: row.etag } };
  }
  const { conflicts: policy } = settingsOf(await parts.store.tableSettings(), table.name);
  const base = (await parts.store.baseRow(change))?.values ?? null;
  const merged = mergeWith(change, { table, theirs: row, base, policy });
  if (merged.kind === 'send' && isImported) return { kind: 'conflict' };
  return merged.kind === 'send' ? { kind: 'go on', change: merged.change } : merged;
}

/**
 * A form of a row that was made here, opened before that was acknowledged and saved after it, names no version: it was
 * made against the one that the create made, and knows of no column that others filled since.
 */
async function overOwnCreate(sending: Sending): Promise<Sending> {
  const { parts, change } = sending;
  if (change.kind === 'create' || change.baseETag !== null || change.origin !== 'here') return sending;
  const deliveries = await parts.store.deliveries();
  const created = deliveries.find(
    ({ kind, table, key, end }) =>
      kind === 'create' && end === 'applied' && table === change.table && key === change.key,
  );
  return created === undefined ? sending : { ...sending, change: { ...change, baseETag: created.etag } };
}

/**
 * A form that was opened before an earlier change of its row was acknowledged, and saved after it, names a version that
 * only this device has replaced since. That is no conflict: the change goes on top of our own.
 */
async function isOwnVersion({ parts, change }: Sending, current: BaseRow): Promise<boolean> {
  if (current.etag === null || current.etag === change.baseETag) return false;
  const deliveries = await parts.store.deliveries();
  return ownVersion(deliveries, change, change.baseETag) === current.etag;
}
