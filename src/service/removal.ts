import type { RowKey } from '../core/row.ts';
import type { TableDefinition } from '../core/table.ts';
import { rowKeyOf, rowKeyOfId } from './row-key.ts';

/** What an item of a portion says: a row that left, with its key; or nothing of the kind. */
export type Removal = { readonly isRemoval: false } | { readonly isRemoval: true; readonly key: RowKey | null };

/**
 * Reads the three shapes in which services say that a row left (OData JSON Format 4.01 §15.3, for 4.0 and 4.01):
 * OData 4.0, and so Dataverse: `{"@odata.context": "…#accounts/$deletedEntity", "id": "<key or url>", "reason": "deleted"}`;
 * OData 4.01: `{"@removed": {"reason": "deleted"}, "@id": "<url>"}`, or the key column instead of `@id`;
 * and the same with 4.0's prefix, `@odata.removed` with `@odata.id`, `id` or the key column.
 * The reason does not matter: it is out of reach.
 */
export function readRemoval(item: { readonly [name: string]: unknown }, table: TableDefinition): Removal {
  const context = item['@odata.context'] ?? item['@context'];
  const isDeletedEntity = typeof context === 'string' && context.endsWith('/$deletedEntity');
  if (!isDeletedEntity && !('@removed' in item) && !('@odata.removed' in item)) return { isRemoval: false };
  const byColumn = rowKeyOf(item[table.keyColumn], table.keyKind);
  if (byColumn !== null) return { isRemoval: true, key: byColumn };
  const id = item['@id'] ?? item['@odata.id'] ?? item.id;
  return { isRemoval: true, key: typeof id === 'string' ? rowKeyOfId(id, table.keyKind) : null };
}
