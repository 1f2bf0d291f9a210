/**
 * Tells the other tabs and workers of this origin that something was committed. A hint carries nothing and may be
 * missed (frozen context, no channel): whoever gets one, or comes back, reads the commit log to know.
 */
export interface CommitHints {
  send(): void;
  /** Calls back for hints of other contexts, never for its own. Returns how to stop. */
  listen(listener: () => void): () => void;
  close(): void;
}
