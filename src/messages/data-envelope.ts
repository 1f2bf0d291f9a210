import * as v from 'valibot';
import type { DataCall, DataCalls, DataEvent } from './data-calls.ts';

/** From page to data worker. Both come from one build, so what is inside is not parsed again. */
export interface CallEnvelope<Call extends DataCall = DataCall> {
  readonly call: Call;
  readonly id: number;
  readonly input: DataCalls[Call]['in'];
}

/** From data worker to page. */
export type AnswerEnvelope =
  | { readonly answers: number; readonly output: unknown }
  | { readonly answers: number; readonly failure: { readonly kind: string; readonly message: string } }
  | { readonly event: DataEvent };

const callShape = v.object({ call: v.string(), id: v.number(), input: v.unknown() });

/** The envelope, or null for a message that is not ours. */
export function parseCall(message: unknown): CallEnvelope | null {
  const parsed = v.safeParse(callShape, message);
  return parsed.success ? (parsed.output as CallEnvelope) : null;
}

const answerShape = v.union([
  v.object({ answers: v.number(), output: v.unknown() }),
  v.object({ answers: v.number(), failure: v.object({ kind: v.string(), message: v.string() }) }),
  v.object({ event: v.looseObject({ kind: v.picklist(['view changed', 'state changed', 'trouble changed']) }) }),
]);

/** The envelope, or null for a message that is not ours. */
export function parseAnswer(message: unknown): AnswerEnvelope | null {
  const parsed = v.safeParse(answerShape, message);
  return parsed.success ? (parsed.output as AnswerEnvelope) : null;
}
