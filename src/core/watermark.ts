import type { BaseRow, ETag, RowKey } from './row.ts';

/**
 * How far back behind the watermark each round looks again. A row is stamped before its transaction commits, so a later
 * commit may carry an earlier stamp: commit order is not clock order. Longer than a request may take to be answered.
 */
const overlapMs = 5 * 60_000;

/** A stamp may lie so far ahead of the service's own Date and still be looked behind. */
const aheadMs = overlapMs / 2;

/** Where the service's Date is not to be seen, a stamp this far ahead of the device's clock counts for nothing. */
const absurdMs = 24 * 60 * 60_000;

/** Two clocks that tick alike may differ by so much: one shows whole seconds, and answers travel. */
const clockStepMs = 30_000;

/** Two clocks read at about the same moment, in ms since 1970. */
export interface ClockReading {
  /** From the answer's Date header; null where it is not to be seen (another origin that does not expose it). */
  readonly serviceAt: number | null;
  /** Device clock when the answer was asked for. Only ever compared with itself, to widen what is asked for. */
  readonly deviceAt: number;
}

/** Up to when, by the clock that stamps changes, everything is on this device but for the overlap. */
export interface Watermark extends ClockReading {
  /** Null while no stamp was seen: everything is asked for. */
  readonly changedUpTo: number | null;
}

/** How far a read that is not at its end has come: the clocks at its beginning, and the highest stamp it brought. */
export interface Reach extends ClockReading {
  readonly highest: number | null;
}

/** When a version of a row was made, by the service's stamp. */
export interface Stamped {
  readonly key: RowKey;
  readonly etag: ETag | null;
  readonly at: number;
}

/** The rows that carry a stamp. */
export function stampedRows(rows: readonly BaseRow[], modifiedColumn: string | null): readonly Stamped[] {
  if (modifiedColumn === null) return [];
  return rows.flatMap(({ key, etag, values }) => {
    const stamp = values[modifiedColumn];
    const at = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
    return Number.isNaN(at) ? [] : [{ key, etag, at }];
  });
}

export interface ReachingPortion extends ClockReading {
  readonly stamped: readonly Stamped[];
  /** Whether the read is in the order of the stamps. */
  readonly isOrdered: boolean;
}

/**
 * Which stamps may raise the watermark. In a read ordered by stamp a row that changes meanwhile comes again at the end,
 * so its highest stamp would do; but a service may not keep to the order, or page by offset. Where its Date is known,
 * only stamps from before the read began count: what changed since has a later one, in whatever order rows came. That
 * also keeps a stamp out of the future (an import, a clock that was put right) from hiding all that follows. Where no
 * Date is known, an ordered read counts whole, and of an unordered one only the first portion: its rows were there when
 * it began.
 */
export function reachAfter(reach: Reach | null, portion: ReachingPortion): Reach {
  const begun: Reach = reach ?? { highest: null, serviceAt: portion.serviceAt, deviceAt: portion.deviceAt };
  if (begun.serviceAt === null && reach !== null && !portion.isOrdered) return begun;
  const limit = begun.serviceAt === null ? portion.deviceAt + absurdMs : begun.serviceAt + aheadMs;
  const counted = portion.stamped.filter(({ at }) => at <= limit);
  return { ...begun, highest: counted.reduce((highest, { at }) => later(highest, at), begun.highest) };
}

/**
 * The watermark after a whole read. It rises with the stamps that came, and by the time that has passed on the service,
 * so that a quiet table does not bring its last rows again for ever. Passed is what both clocks agree on; where the
 * service's has fallen behind the device's, it may have gone back, and stamps with it: then so does the watermark, by as
 * much, and the next round looks there again.
 */
export function watermarkAfter(before: Watermark | null, reach: Reach): Watermark {
  const clocks: ClockReading = { serviceAt: reach.serviceAt, deviceAt: reach.deviceAt };
  if (before === null || before.changedUpTo === null) return { ...clocks, changedUpTo: reach.highest };
  if (before.serviceAt === null || reach.serviceAt === null) {
    return { ...clocks, changedUpTo: later(reach.highest, before.changedUpTo) };
  }
  const onService = reach.serviceAt - before.serviceAt;
  const onDevice = reach.deviceAt - before.deviceAt;
  const fallenBehind = Math.max(onDevice - onService, -onService);
  if (fallenBehind > clockStepMs) return { ...clocks, changedUpTo: before.changedUpTo - fallenBehind };
  const passed = Math.max(0, Math.min(onService, onDevice));
  return { ...clocks, changedUpTo: later(reach.highest, before.changedUpTo + passed) };
}

/** From when on changes are asked for; null for all. */
export function askedSince({ changedUpTo }: Watermark): number | null {
  return changedUpTo === null ? null : changedUpTo - overlapMs;
}

/** More would make every look at a checkpoint dear. What is not remembered is compared with what is here, in one read. */
const mostRemembered = 500;

/** Versions within the overlap that are on this device: when they come again there is nothing to compare. */
export function remembered(before: readonly Stamped[], more: readonly Stamped[], since: number | null) {
  const byKey = new Map<RowKey, Stamped>();
  for (const one of [...before, ...more]) byKey.set(one.key, one);
  const inOverlap = [...byKey.values()].filter(({ etag, at }) => etag !== null && at >= (since ?? 0));
  return inOverlap.length <= mostRemembered
    ? inOverlap
    : inOverlap.sort((a, b) => b.at - a.at).slice(0, mostRemembered);
}

/** Without the rows that came before in this very version. */
export function withoutRemembered(rows: readonly BaseRow[], seen: readonly Stamped[]): readonly BaseRow[] {
  if (seen.length === 0) return rows;
  const versions = new Map(seen.map(({ key, etag }) => [key, etag]));
  return rows.filter(({ key, etag }) => etag === null || versions.get(key) !== etag);
}

function later(a: number | null, b: number): number {
  return a === null ? b : Math.max(a, b);
}
