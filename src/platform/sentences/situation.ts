import type { AwayState } from '../background-policy.ts';
import type { Chance } from '../chance.ts';
import type { Platform } from '../recognised-platform.ts';
import type { Observed } from '../wake-observation.ts';
import type { WorkLeft } from '../work-left.ts';

/** All that the sentences are made from. */
export interface Situation {
  readonly platform: Platform;
  readonly work: WorkLeft;
  readonly isOnline: boolean;
  /** Sending and receiving wait for the person to sign in. */
  readonly isSignedOut: boolean;
  readonly chances: { readonly [state in AwayState]: Chance };
  readonly observed: Observed;
}
