import type { Awaited } from './awaited.ts';

/** Why the database of this device cannot be used, as long as that is so. */
export type StoreTrouble =
  /** A newer build has upgraded it, or was the last to open it: this one leaves it alone. */
  | 'newer version'
  /** It was deleted while this page was using it. */
  | 'deleted'
  | 'quota exceeded'
  | 'connection lost'
  | 'broken';

/** What keeps this device from working as it should, told to the person wherever they are. */
export type Trouble =
  | { readonly kind: 'stuck'; readonly awaited: Awaited; readonly nextTryAt: number | null }
  /** What the person asked of the database is not answered. */
  | { readonly kind: 'no answer'; readonly since: number }
  /** Opening waits for another context that has the database open in an older version and does not let go. */
  | { readonly kind: 'blocked'; readonly since: number }
  | { readonly kind: 'store'; readonly why: StoreTrouble };

/** Null for what is not the database's. */
export function findStoreTrouble(kind: string): StoreTrouble | null {
  return kinds.find((known) => known === kind) ?? null;
}

/** What a failure of the database means; anything else that is thrown out of it is broken ground too. */
export function storeTroubleOf(error: unknown): StoreTrouble {
  const kind = error instanceof Error && 'kind' in error ? String(error.kind) : '';
  return findStoreTrouble(kind) ?? 'broken';
}

const kinds: readonly StoreTrouble[] = ['newer version', 'deleted', 'quota exceeded', 'connection lost', 'broken'];

/** Only a new page gets over these. */
export function isFinal(why: StoreTrouble): boolean {
  return why === 'newer version' || why === 'deleted';
}
