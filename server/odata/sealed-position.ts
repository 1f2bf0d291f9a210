import * as v from 'valibot';

const snapshot = v.pipe(v.string(), v.regex(/^\d{1,20}:\d{1,20}:(?:\d{1,20}(?:,\d{1,20})*)?$/));
const xid = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
const key = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const cell = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

const next = v.variant('kind', [
  v.object({ kind: v.literal('plain'), after: v.pipe(v.array(cell), v.readonly()) }),
  v.object({ kind: v.literal('initial'), snapshot, after: key }),
  v.object({
    kind: v.literal('delta'),
    since: snapshot,
    until: snapshot,
    phase: v.picklist(['rows', 'removals']),
    xid,
    after: key,
  }),
]);
const delta = v.object({ kind: v.literal('since'), snapshot });

/** Where a next link goes on. A tracked read keeps the snapshot it began with until its last portion. */
export type NextPosition = v.InferOutput<typeof next>;
export type DeltaPosition = v.InferOutput<typeof delta>;

export type Sealed<P> = {
  readonly epoch: string;
  readonly question: string;
  readonly issuedMs: number;
  readonly position: P;
};

const around = { epoch: v.string(), question: v.string(), issuedMs: v.number() };
const sealed = {
  next: v.object({ ...around, position: next }),
  delta: v.object({ ...around, position: delta }),
};

/** Of a link that our seal opened. null: another release, or another program with our key, wrote it in another shape. */
export function parseSealed(purpose: 'next', content: unknown): Sealed<NextPosition> | null;
export function parseSealed(purpose: 'delta', content: unknown): Sealed<DeltaPosition> | null;
export function parseSealed(purpose: 'next' | 'delta', content: unknown): unknown {
  const parsed = v.safeParse(sealed[purpose], content);
  return parsed.success ? parsed.output : null;
}
