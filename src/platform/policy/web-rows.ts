import {
  type AwayState,
  awayStates,
  type BrowserFamily,
  type Level,
  type Mechanism,
  type WebPolicyRow,
} from '../background-policy.ts';
import type { OperatingSystem } from '../recognised-platform.ts';

/** Day on which the facts that these rows are made from were gathered. */
const factsDate = '2026-11-23';

interface InState {
  readonly level: Level;
  readonly mechanisms: readonly Mechanism[];
  readonly source: string;
  readonly grade: WebPolicyRow['grade'];
}

interface Subject {
  readonly os: OperatingSystem;
  readonly browser: BrowserFamily;
  readonly install: WebPolicyRow['install'];
  readonly unseen: readonly string[];
}

/** The rows of one subject, one per state. */
export function webRows(subject: Subject, states: { readonly [state in AwayState]: InState }): readonly WebPolicyRow[] {
  return awayStates.map((state) => ({ who: 'web app', date: factsDate, state, ...subject, ...states[state] }));
}
