/**
 * What happens to a page. `frozen` and `resumed` come from Chromium only; iOS suspends without any event after `hidden`
 * or `left`, so work that must be safe is done at `hidden`.
 */
export type PageEvent =
  | 'visible'
  /** The person turned to this window, which may have been visible all along: nothing of that has changed. */
  | 'focused'
  | 'hidden'
  | 'frozen'
  | 'resumed'
  /** Closed, navigated away from, or put into the back-forward cache: which of them is not known. */
  | 'left'
  /** Came out of the back-forward cache. */
  | 'returned'
  | 'online'
  | 'offline';

export interface PageLife {
  isVisible(): boolean;
  /** Only false can be trusted: Linux always says true, and a captive portal is online. */
  isOnline(): boolean;
  /** Returns how to stop. */
  subscribe(listener: (event: PageEvent) => void): () => void;
}
