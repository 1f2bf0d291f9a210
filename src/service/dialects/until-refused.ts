import type { Attempt } from '../../core/failure.ts';
import type { DialectAsk } from './dialect.ts';

/** Questions that are asked side by side, and the failure that ends them. */
export interface Questions {
  readonly ask: DialectAsk;
  /** `attempt`, or what stopped the questions: of several failures the one that asks for the longest silence. */
  end<T>(attempt: Attempt<T>): Attempt<T>;
}

/**
 * Once one of several questions has failed none is asked any more: a service that asks for silence on one of them gets it
 * (law 11), and its wish is not lost behind another's failure.
 */
export function untilRefused(ask: DialectAsk): Questions {
  let failure: (Attempt<never> & { readonly ok: false }) | null = null;
  async function guarded<T>(asking: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
    if (failure !== null) return failure;
    const answer = await asking();
    if (!answer.ok && (failure === null || silenceOf(answer) > silenceOf(failure))) failure = answer;
    return answer;
  }
  return {
    ask: {
      ...ask,
      read: (url, prefer) => guarded(() => ask.read(url, prefer)),
      readXml: (url) => guarded(() => ask.readXml(url)),
    },
    end: (attempt) => (attempt.ok || failure === null ? attempt : failure),
  };
}

function silenceOf({ failure }: Attempt<never> & { readonly ok: false }): number {
  return failure.kind === 'refused' ? (failure.retryAfterMs ?? 0) : 0;
}
