import type { AwayState, Level } from './background-policy.ts';

/** What we tell the person will happen, in plain sentences. Never that something "will finish". */
export interface Expectation {
  readonly level: Level;
  /** What waits, and what to do about it. */
  readonly headline: string;
  /** What happens to the work in each state of being away. */
  readonly ifYouLeave: { readonly [state in AwayState]: string };
  /** Why this device does less than another would; empty if nothing is missing. */
  readonly whyNot: readonly string[];
  /** What the wake log saw on this device. */
  readonly observed: string;
}
