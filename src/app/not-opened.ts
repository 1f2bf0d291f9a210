/** Why the database on this device could not be opened, and what to do: whole sentences. */
export function notOpenedText(error: unknown): string {
  const kind = error instanceof Error && 'kind' in error ? error.kind : null;
  if (kind === 'newer version') {
    return 'Your data on this device was last used by a newer version of Landfall than this one, which leaves it as it is: nothing of it is changed, deleted or sent from here. Reload to get the newer version; if this stays, ask whoever looks after Landfall.';
  }
  const why = error instanceof Error ? error.message : String(error);
  return `Your data on this device could not be opened: ${why}. Nothing was deleted. Close other tabs of Landfall and reload the page.`;
}
