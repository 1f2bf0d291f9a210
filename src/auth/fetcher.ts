/** What signing in asks of `fetch`: the same shape as the service client's, which this folder may not import. */
export type SignInFetcher = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: { readonly [name: string]: string };
    readonly body?: string;
    readonly cache: 'no-store';
    readonly credentials: 'omit';
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Response>;
