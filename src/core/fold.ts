import { type Change, isNeverSent } from './change.ts';

/** A change before the store has given it its place in the order. */
export type UnorderedChange = Omit<Change, 'order'>;

/**
 * What becomes of an earlier change and a later one of the same row.
 * `into earlier`: the earlier one takes the later one in and keeps its id and place.
 * `into later`: the later one goes to the end and the earlier one is gone.
 * `cancelled`: both are gone. `apart`: both stay, one behind the other.
 */
export type Fold =
  | { readonly kind: 'into earlier'; readonly change: Change }
  | { readonly kind: 'into later'; readonly change: UnorderedChange }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'apart' };

const apart: Fold = { kind: 'apart' };

/**
 * Folds two changes of one row, `earlier` being the last one in the outbox. Only changes never sent fold. The base stays
 * that of the earlier one: its columns hid from the person what others may have written there since.
 */
export function fold(earlier: Change, later: UnorderedChange, dependencies: readonly Change[]): Fold {
  if (!isNeverSent(earlier)) return apart;
  // What is to be applied together stays as it was put together.
  if (earlier.group !== null || later.group !== null) return apart;
  // A change may only wait for earlier ones: two creates that point at each other would wait forever.
  const waitsForLater = dependencies.some((dependency) => dependency.order > earlier.order);
  switch (`${earlier.kind}+${later.kind}` as const) {
    case 'create+update':
    case 'update+update':
      return waitsForLater ? apart : { kind: 'into earlier', change: merged(earlier, later) };
    case 'create+delete':
      return { kind: 'cancelled' };
    case 'update+delete':
      // The delete goes in its own place: what the person did in between may be what makes it possible.
      return {
        kind: 'into later',
        change: { ...later, oldValues: { ...later.oldValues, ...earlier.oldValues }, baseETag: earlier.baseETag },
      };
    case 'create+create':
    case 'update+create':
    case 'delete+create':
    case 'delete+update':
    case 'delete+delete':
      return apart;
  }
}

function merged(earlier: Change, later: UnorderedChange): Change {
  return {
    ...earlier,
    values: { ...earlier.values, ...later.values },
    oldValues: earlier.kind === 'create' ? earlier.oldValues : { ...later.oldValues, ...earlier.oldValues },
    dependsOn: [...new Set([...earlier.dependsOn, ...later.dependsOn])],
    savedAt: later.savedAt,
  };
}
