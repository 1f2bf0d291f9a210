import { behindCreate } from '../../core/awaited-creates.ts';
import type { Change } from '../../core/change.ts';
import type { Records } from '../records.ts';

/**
 * An update has become the create of its row, which is gone: later changes of the row have no version to name before it
 * is acknowledged, and changes of rows that point to it have to wait for it (law 3).
 */
export async function standBehindCreate(records: Records, create: Change): Promise<void> {
  for (const later of await records.outbox.ofRows([create])) {
    if (later.order > create.order && later.state.kind === 'pending') {
      await records.outbox.put({ ...later, baseETag: null });
    }
  }
  const waiting = behindCreate(await records.outbox.all(), create, await records.tables.all());
  for (const change of waiting) await records.outbox.put(change);
}
