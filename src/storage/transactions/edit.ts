import type { Edit, Saved } from '../../core/change.ts';
import { editInto } from '../../core/edit-into.ts';
import type { Database } from '../records.ts';

/**
 * Law 1: the edit is its outbox entry. One store, so that saving never waits for a load. Said twice, because a connection
 * was lost, it has the effect of once.
 */
export function commitEdit(database: Database, edit: Edit): Promise<Saved> {
  return database.write(['outbox'], async ({ outbox }): Promise<Saved> => {
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
  });
}
