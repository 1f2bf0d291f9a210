import type { Change, Edit } from './change.ts';
import { fold, type UnorderedChange } from './fold.ts';
import { addressText } from './row.ts';

/** What saving an edit does to the outbox. */
export type OutboxMove =
  | { readonly kind: 'add'; readonly change: UnorderedChange }
  | { readonly kind: 'replace'; readonly change: Change }
  | { readonly kind: 'add and remove'; readonly change: UnorderedChange; readonly removed: Change }
  | { readonly kind: 'cancel'; readonly removed: Change };

/** Decides what an edit makes of the outbox. `changes` are those of its row and of the rows it points to, in order. */
export function editInto(changes: readonly Change[], edit: Edit): OutboxMove {
  const dependencies = createsOf(changes, edit);
  const change: UnorderedChange = {
    id: edit.id,
    kind: edit.kind,
    table: edit.table,
    key: edit.key,
    values: edit.values,
    oldValues: edit.oldValues,
    baseETag: edit.baseETag,
    dependsOn: dependencies.map(({ id }) => id),
    savedAt: edit.savedAt,
    attempts: 0,
    state: { kind: 'pending' },
    lastAnswer: null,
    group: edit.group ?? null,
    merge: null,
    origin: 'here',
  };
  const earlier = changes.findLast((other) => addressText(other) === addressText(edit));
  const folded = earlier ? fold(earlier, change, dependencies) : null;
  if (!earlier || !folded || folded.kind === 'apart') return { kind: 'add', change };
  switch (folded.kind) {
    case 'into earlier':
      return { kind: 'replace', change: folded.change };
    case 'into later':
      return { kind: 'add and remove', change: folded.change, removed: earlier };
    case 'cancelled':
      return { kind: 'cancel', removed: earlier };
  }
}

/** The creates in the outbox that an edit's references name. Its own row's create comes first by order anyway. */
function createsOf(changes: readonly Change[], edit: Edit): readonly Change[] {
  const named = new Set(edit.references.map(addressText));
  named.delete(addressText(edit));
  return changes.filter((change) => change.kind === 'create' && named.has(addressText(change)));
}
