import type { Failure } from '../core/failure.ts';
import type { Outcome } from '../core/outcome.ts';
import type { TableDefinition } from '../core/table.ts';

/** What stands between this cycle and having done everything. Ordered: what a person must do outranks what time cures. */
export type Hindrance =
  /** Time cures it; `forMs` is what the service asked for, null to back off by ourselves. */
  | {
      readonly kind: 'later';
      readonly forMs: number | null;
      readonly problem: string;
      /** Whether it is the service's or the network's, and not that of what was asked for alone. */
      readonly concernsAll: boolean;
    }
  | { readonly kind: 'sign in'; readonly problem: string }
  /** The service will not give this one table now; the others are not concerned. */
  | { readonly kind: 'table'; readonly problem: string };

/** The hindrance that a failure with this outcome is for the cycle, or null if it concerns the one request alone. */
export function hindranceOf(outcome: Outcome, failure: Failure): Hindrance | null {
  const problem = failure.message;
  switch (outcome.kind) {
    case 'wait':
      return { kind: 'later', forMs: outcome.forMs, problem, concernsAll: true };
    case 'retry':
      return { kind: 'later', forMs: null, problem, concernsAll: concernsAll(failure) };
    case 'sign in':
      return { kind: 'sign in', problem };
    default:
      return null;
  }
}

/**
 * A server error, or an answer that cannot be read, may be about what this one change or table holds: it is set aside,
 * and only several in a row end the cycle.
 */
function concernsAll(failure: Failure): boolean {
  switch (failure.kind) {
    case 'network':
      return true;
    case 'unreadable':
      // A redirect to a page of something in between.
      return failure.status >= 300 && failure.status < 400;
    case 'refused':
      return failure.status < 500 || failure.status === 503;
  }
}

/** The service will not give this table: said with its name, and the others go on. */
export function tableRefused({ pluralLabel }: TableDefinition, problem: string): Hindrance {
  return { kind: 'table', problem: `${pluralLabel}: ${problem}` };
}

/** Not for one table's or one change's trouble, which is not the others'. */
export function endsCycle(hindrance: Hindrance): boolean {
  return hindrance.kind === 'sign in' || (hindrance.kind === 'later' && hindrance.concernsAll);
}

/** Of two hindrances the one to act by: signing in, then the longest silence asked for, then what concerns all. */
export function worseOf(a: Hindrance | null, b: Hindrance | null): Hindrance | null {
  if (a === null || b === null) return a ?? b;
  return weightOf(b) > weightOf(a) ? b : a;
}

function weightOf(hindrance: Hindrance): number {
  if (hindrance.kind === 'sign in') return Number.POSITIVE_INFINITY;
  if (hindrance.kind === 'table') return 0;
  return hindrance.forMs !== null ? 3 + hindrance.forMs : hindrance.concernsAll ? 2 : 1;
}
