import type { Outcome } from '../core/outcome.ts';

/** What stands between this cycle and having done everything. Ordered: what a person must do outranks what time cures. */
export type Hindrance =
  /** Time cures it; `forMs` is what the service asked for, null to back off by ourselves. */
  | { readonly kind: 'later'; readonly forMs: number | null; readonly problem: string }
  | { readonly kind: 'sign in'; readonly problem: string }
  /** The service will not give this one table now; the others are not concerned. */
  | { readonly kind: 'table'; readonly problem: string };

/** The hindrance that an outcome of a request means for the whole cycle, or null if it concerns that request alone. */
export function hindranceOf(outcome: Outcome, problem: string): Hindrance | null {
  switch (outcome.kind) {
    case 'wait':
      return { kind: 'later', forMs: outcome.forMs, problem };
    case 'retry':
      return { kind: 'later', forMs: null, problem };
    case 'sign in':
      return { kind: 'sign in', problem };
    default:
      return null;
  }
}
