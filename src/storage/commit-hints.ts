/**
 * Tells other contexts that something was committed, and hears from them. A hint may be lost or come twice: whoever gets
 * one reads the commit log and the outbox. An adapter over BroadcastChannel is given by the wiring.
 */
export interface CommitHints {
  send(): void;
  /** Returns how to stop. */
  listen(listener: () => void): () => void;
}
