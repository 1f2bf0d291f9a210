import type { Change } from '../../core/change.ts';
import { asImported, type Imported } from '../../core/escrow-import.ts';
import type { Database } from '../records.ts';

/** All or nothing; run again, it passes over what it has added. */
export function commitImport(database: Database, changes: readonly Change[]): Promise<Imported> {
  return database.write(['outbox', 'deliveries'], async ({ outbox, deliveries }) => {
    const count = { added: 0, alreadyHere: 0, alreadyDelivered: 0 };
    for (const change of changes.toSorted((a, b) => a.order - b.order)) {
      if (await outbox.get(change.id)) count.alreadyHere += 1;
      else if (await deliveries.get(change.id)) count.alreadyDelivered += 1;
      else {
        await outbox.add(asImported(change));
        count.added += 1;
      }
    }
    return count;
  });
}
