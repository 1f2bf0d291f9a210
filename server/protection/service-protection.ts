import type { ProtectionLimits } from './protection-limits.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';
import { type Measure, throttled } from './throttled.ts';

/** One request that was let in. */
export type Turn = { readonly end: () => void };

export type ServiceProtection = {
  /** Throws `Refused` (429 with Retry-After) if this person is over a limit. `end` must be called, once. */
  readonly begin: (personId: string) => Turn;
  /** What is left, as headers of an answer. */
  readonly remaining: (personId: string) => Readonly<Record<string, string>>;
};

type Block = { readonly measure: Measure; untilMs: number; extendedMs: number };

type Use = {
  /** The limits it was counted under: under others it starts anew. */
  readonly under: string;
  readonly requests: SlidingWindow;
  readonly executionMs: SlidingWindow;
  running: number;
  block: Block | null;
  lastMs: number;
};

/** Inferred: Dataverse says that asking on makes the wait longer, not by how much. */
const longerShare = 1 / 100;
const longerEveryMs = 1_000;
/** Inferred: a place is free as soon as one request has ended. */
const concurrentRetrySeconds = 1;
/** From here on those who were quiet for a window are forgotten. */
const manyPeople = 1_000;

/** docs/facts/dataverse.md §2.7. In memory: each process counts for itself, as each web server does there. */
export function createServiceProtection(limits: Readonly<ProtectionLimits>, now: () => number): ServiceProtection {
  const uses = new Map<string, Use>();
  const windowMs = (): number => limits.windowSeconds * 1000;

  const forgetQuiet = (nowMs: number): void => {
    for (const [id, use] of uses) {
      const isBlocked = use.block !== null && use.block.untilMs > nowMs;
      if (use.running === 0 && !isBlocked && use.lastMs + 2 * windowMs() < nowMs) uses.delete(id);
    }
  };

  const useOf = (personId: string, nowMs: number): Use => {
    const under = JSON.stringify(limits);
    const known = uses.get(personId);
    if (known?.under === under) return known;
    if (uses.size >= manyPeople) forgetQuiet(nowMs);
    const requests = createSlidingWindow(windowMs());
    const executionMs = createSlidingWindow(windowMs());
    const use: Use = { under, requests, executionMs, running: 0, block: null, lastMs: nowMs };
    uses.set(personId, use);
    return use;
  };

  /** Requests sent at one moment know nothing of each other's refusal: only those sent later make the wait longer. */
  const extend = (block: Block, nowMs: number): void => {
    if (nowMs - block.extendedMs < longerEveryMs) return;
    block.extendedMs = nowMs;
    block.untilMs = Math.min(block.untilMs + windowMs() * longerShare, nowMs + windowMs());
  };

  const refuse = (block: Block, nowMs: number): Error =>
    throttled(block.measure, limits, Math.max(1, Math.ceil((block.untilMs - nowMs) / 1000)));

  const overrun = (use: Use, nowMs: number): Block | null => {
    const requestsAt = use.requests.belowAtMs(limits.requests, nowMs);
    const secondsAt = use.executionMs.belowAtMs(limits.seconds * 1000, nowMs);
    const untilMs = Math.max(requestsAt, secondsAt);
    if (untilMs <= nowMs) return null;
    return { measure: requestsAt >= secondsAt ? 'requests' : 'seconds', untilMs, extendedMs: nowMs };
  };

  return {
    begin(personId) {
      const nowMs = now();
      const use = useOf(personId, nowMs);
      use.lastMs = nowMs;
      if (use.block !== null && use.block.untilMs > nowMs) {
        extend(use.block, nowMs);
        throw refuse(use.block, nowMs);
      }
      use.block = overrun(use, nowMs);
      if (use.block !== null) throw refuse(use.block, nowMs);
      if (use.running >= limits.concurrent) throw throttled('concurrent', limits, concurrentRetrySeconds);
      use.running += 1;
      use.requests.add(1, nowMs);
      return {
        end() {
          const endMs = now();
          use.running -= 1;
          use.lastMs = endMs;
          use.executionMs.add(Math.max(0, endMs - nowMs), endMs);
        },
      };
    },
    remaining(personId) {
      const nowMs = now();
      const use = useOf(personId, nowMs);
      const seconds = Math.max(0, limits.seconds - use.executionMs.total(nowMs) / 1000);
      return {
        'x-ms-ratelimit-burst-remaining-xrm-requests': String(Math.max(0, limits.requests - use.requests.total(nowMs))),
        'x-ms-ratelimit-time-remaining-xrm-requests': seconds.toLocaleString('en-US', {
          minimumFractionDigits: 2,
          maximumFractionDigits: 2,
        }),
      };
    },
  };
}
