/** What this app asks of `fetch`, and nothing more. */
export interface FetchInit {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  /** The browser's cache would answer for the service: never. */
  readonly cache: 'no-store';
  /** The bearer token is the only credential. */
  readonly credentials: 'omit';
  /** Followed, a captive portal's redirect would look like an answer. */
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** `fetch`, injected: only a composition root takes the global one. */
export type Fetcher = (url: string, init: FetchInit) => Promise<Response>;
