import type { Answer, Effect } from './data-request.ts';

/** One change of a row, with the preconditions of the request or part that made it. */
export type Applied = Effect & { readonly ifMatch: string | null; readonly ifNoneMatch: string | null };

export function appliedBy({ effect }: Answer, { headers }: Request): readonly Applied[] {
  if (effect === undefined) return [];
  return [{ ...effect, ifMatch: headers.get('if-match'), ifNoneMatch: headers.get('if-none-match') }];
}
