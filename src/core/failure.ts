/** Why a request brought no usable answer. Expected, so a value and not an error. */
export type Failure =
  /** No answer: network down, name not found, connection cut, aborted by a timeout. */
  | { readonly kind: 'network'; readonly message: string }
  /** The service answered and did not do it. `code` is its own, such as 0x80040220, or empty. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      /** From Retry-After; null if it gave none. */
      readonly retryAfterMs: number | null;
    }
  /** Something answered that is not this service: a captive portal's page, a broken or cut body. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly message: string };

/** A result that may fail in expected ways. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function succeeded<T>(value: T): Attempt<T> {
  return { ok: true, value };
}

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}
