import type { Change, ChangeId } from '../../src/core/change.ts';
import type { ETag, RowKey } from '../../src/core/row.ts';

let changes = 0;

/** A pending change of row `a`. */
export function change(more: Partial<Change> = {}): Change {
  changes++;
  return {
    id: `change-${changes}` as ChangeId,
    order: changes,
    kind: 'update',
    table: 'order',
    key: 'a' as RowKey,
    values: {},
    oldValues: {},
    baseETag: '1' as ETag,
    dependsOn: [],
    savedAt: changes,
    attempts: 0,
    state: { kind: 'pending' },
    lastAnswer: null,
    group: null,
    merge: null,
    origin: 'here',
    ...more,
  };
}
