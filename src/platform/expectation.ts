import { type AwayState, awayStates, type Level, type PolicyRow } from './background-policy.ts';
import { type Finding, findingOf } from './capability.ts';
import { chanceIn } from './chance.ts';
import type { Platform } from './recognised-platform.ts';
import { headlineOf } from './sentences/headline.ts';
import { leavingSentence } from './sentences/leaving.ts';
import { observedSentence } from './sentences/observed.ts';
import type { Situation } from './sentences/situation.ts';
import { whyNotOf } from './sentences/why-not.ts';
import { observe, type WakeObservation } from './wake-observation.ts';
import type { WorkLeft } from './work-left.ts';

/** What we tell the person will happen, in plain sentences. Never that something "will finish". */
export interface Expectation {
  /**
   * `full` is said of no browser. `limited`: goes on by itself within limits. `only while open`: nothing happens while
   * Landfall is closed. `none`: this device cannot even keep the work.
   */
  readonly level: Level;
  /** What waits, and what to do about it. */
  readonly headline: string;
  /** What happens to the work in each state of being away. */
  readonly ifYouLeave: { readonly [state in AwayState]: string };
  /** Why this device does less than another would, worst first; empty if nothing is missing. */
  readonly whyNot: readonly string[];
  /** What the wake log saw on this device. */
  readonly observed: string;
}

export interface ExpectationInput {
  readonly platform: Platform;
  readonly findings: readonly Finding[];
  /** Only its rows for web apps are looked at. */
  readonly policy: readonly PolicyRow[];
  readonly workLeft: WorkLeft;
  readonly wakes: readonly WakeObservation[];
  readonly isOnline: boolean;
  /** The service wants the person to sign in again: nothing is sent or received until then. False if left out. */
  readonly isSignedOut?: boolean;
  /** Milliseconds since 1970 by the device's clock. */
  readonly now: number;
}

const cannotSave =
  'This browser lets Landfall save nothing on this device: what you enter is lost when you leave. Open Landfall in a normal window, not a private one.';

/** What the wake log saw here outranks what the table hopes. */
function levelOf({ chances, observed }: Situation): Level {
  const isWoken = awayStates.every((state) => chances[state].sync !== null);
  return isWoken && observed.kind !== 'unreliable' ? 'limited' : 'only while open';
}

/** Derives what will happen from what was found, what is known of the platform, the work left and the wake log. */
export function expectationOf(input: ExpectationInput): Expectation {
  const { platform, findings, policy, workLeft, isOnline } = input;
  const observed = observe(input.wakes, platform, input.now);
  const chances = {
    hidden: chanceIn('hidden', { platform, findings, policy, observed }),
    locked: chanceIn('locked', { platform, findings, policy, observed }),
    closed: chanceIn('closed', { platform, findings, policy, observed }),
  };
  if (findingOf(findings, 'indexeddb')?.result === 'no') {
    return {
      level: 'none',
      headline: cannotSave,
      ifYouLeave: { hidden: cannotSave, locked: cannotSave, closed: cannotSave },
      whyNot: [],
      observed: observedSentence(observed),
    };
  }
  const situation = { platform, work: workLeft, isOnline, isSignedOut: input.isSignedOut === true, chances, observed };
  return {
    level: levelOf(situation),
    headline: headlineOf(situation),
    ifYouLeave: {
      hidden: leavingSentence('hidden', situation),
      locked: leavingSentence('locked', situation),
      closed: leavingSentence('closed', situation),
    },
    whyNot: whyNotOf({ platform, findings, observed, closed: chances.closed }),
    observed: observedSentence(observed),
  };
}
