import type { Edit, Saved } from '../../core/change.ts';
import { editInto } from '../../core/edit-into.ts';
import { addressText } from '../../core/row.ts';
import type { Database, OutboxRecords } from '../records.ts';

/**
 * Law 1: the edit is its outbox entry. One store, so that saving never waits for a load. Said twice, because a connection
 * was lost, it has the effect of once.
 */
export function commitEdit(database: Database, edit: Edit): Promise<Saved> {
  return database.write(['outbox'], ({ outbox }) => save(outbox, edit));
}

/** As `commitEdit`, for edits that belong together: all are saved, or none. */
export async function commitEdits(database: Database, edits: readonly Edit[]): Promise<readonly Saved[]> {
  const groups = new Set(edits.map(({ group }) => group ?? null));
  if (groups.size !== 1 || groups.has(null)) throw new Error('edits that are saved together are of one group');
  // Two changes of one row cannot be applied in one step: the second would have to name the version the first makes.
  if (new Set(edits.map(addressText)).size < edits.length) throw new Error('a group changes each of its rows once');
  return await database.write(['outbox'], async ({ outbox }) => {
    const saved: Saved[] = [];
    for (const edit of edits) saved.push(await save(outbox, edit));
    return saved;
  });
}

async function save(outbox: OutboxRecords, edit: Edit): Promise<Saved> {
  const known = await outbox.get(edit.id);
  if (known) return { kind: 'saved', change: known };
  const move = editInto(await outbox.ofRows([edit, ...edit.references]), edit);
  switch (move.kind) {
    case 'add':
      return { kind: 'saved', change: await outbox.add(move.change) };
    case 'replace':
      await outbox.put(move.change);
      return { kind: 'saved', change: move.change };
    case 'add and remove':
      await outbox.remove(move.removed);
      return { kind: 'saved', change: await outbox.add(move.change) };
    case 'cancel':
      await outbox.remove(move.removed);
      return { kind: 'cancelled' };
  }
}
