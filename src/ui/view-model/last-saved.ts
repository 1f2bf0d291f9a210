import type { SavedChange } from './saved-note.ts';

/** The change that made the row whose form opens next. */
let last: { readonly key: string; readonly saved: SavedChange } | null = null;

export function keepSaved(key: string, saved: SavedChange): void {
  last = { key, saved };
}

export function takeSaved(key: string): SavedChange | null {
  const saved = last?.key === key ? last.saved : null;
  last = null;
  return saved;
}
