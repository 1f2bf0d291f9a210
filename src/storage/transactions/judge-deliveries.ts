import type { Delivery } from '../../core/delivery.ts';
import { afterReplacement } from '../../core/restored.ts';
import type { BaseRow, RowKey } from '../../core/row.ts';
import type { Records } from '../records.ts';

/** Rows of one table on their way in from the service, before any of them is stored. */
export interface Arrival {
  readonly table: string;
  /** The service's generation that they come from; null where it names none. */
  readonly epoch: string | null;
  /** The row as the service has it, null if it is not there; undefined if nothing was said of it. */
  readonly rowOf: (key: RowKey) => BaseRow | null | undefined;
}

/**
 * Looks at each acknowledged change of an older generation whose row arrives from this one, while what was here of the
 * row is still here: afterwards nobody could tell what the service lost from what others had overwritten before.
 */
export async function judgeDeliveries(records: Records, { table, epoch, rowOf }: Arrival): Promise<void> {
  if (epoch === null) return;
  const older = await records.deliveries.ofOtherEpochs(table, epoch);
  if (older.length === 0) return;
  const definition = (await records.tables.all()).find(({ name }) => name === table);
  const judged: Delivery[] = [];
  for (const delivery of older) {
    const is = rowOf(delivery.key);
    if (is === undefined) continue;
    const was = (await records.rows.get(delivery)) ?? null;
    judged.push(afterReplacement(delivery, { table: definition, was, is, epoch }));
  }
  if (judged.length > 0) await records.deliveries.put(judged);
}

/** What a portion says of each row. */
export function arriving(portion: {
  readonly rows: readonly BaseRow[];
  readonly removals: readonly RowKey[];
}): Arrival['rowOf'] {
  const { rows, removals } = portion;
  const named = new Map<RowKey, BaseRow | null>(rows.map((row) => [row.key, row]));
  for (const key of removals) named.set(key, null);
  return (key) => named.get(key);
}
