import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { StoreFacts } from '../../core/facts.ts';
import type { RowAddress } from '../../core/row.ts';
import type { SeenRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { type RelationHere, relationsTo } from '../view-model/relations.ts';

export interface RelatedRows {
  readonly relation: RelationHere;
  readonly rows: readonly SeenRow[];
}

/** Rows on this device that point to a row; read again when rows arrive or the outbox changes. */
export function useRelated(
  line: DataLine,
  address: RowAddress,
  facts: StoreFacts,
): ReadonlySignal<readonly RelatedRows[]> {
  const related = useSignal<readonly RelatedRows[]>([]);
  const relations = relationsTo(address.table, facts.tables);
  const counts = relations.map(({ table }) => facts.rowCounts[table] ?? 0);
  const asOf = [...counts, facts.outbox.length, facts.deliveries[0]?.id].join();
  useEffect(() => {
    let isOver = false;
    const read = async () => {
      const found: RelatedRows[] = [];
      for (const relation of relations) {
        const { table, lookupColumn } = relation;
        // What cannot be read is left out: the row itself is what the form is for.
        const rows = await line.call('related', { address, relation: { table, lookupColumn } }).catch(() => []);
        if (isOver) return;
        if (rows.length > 0) found.push({ relation, rows });
      }
      related.value = found;
    };
    void read();
    return () => {
      isOver = true;
    };
  }, [line, address.table, address.key, asOf]);
  return related;
}
