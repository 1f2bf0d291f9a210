import type { Capability, Finding, FindingCode } from '../../src/platform/capability.ts';
import { type Expectation, type ExpectationInput, expectationOf } from '../../src/platform/expectation.ts';
import { everyRow } from '../../src/platform/policy/every-row.ts';
import type { Platform } from '../../src/platform/recognised-platform.ts';
import type { WakeObservation } from '../../src/platform/wake-observation.ts';
import type { WorkLeft } from '../../src/platform/work-left.ts';

export const now = Date.UTC(2026, 10, 25, 12);

function finding(capability: Capability, result: Finding['result'], code: FindingCode): Finding {
  return { capability, result, code, evidence: 'as the test says', at: now };
}

export const has = (capability: Capability) => finding(capability, 'yes', 'works');
export const lacks = (capability: Capability, code: FindingCode = 'absent') => finding(capability, 'no', code);

const basics = [has('indexeddb'), has('web locks'), has('broadcast channel'), has('persistent storage')];

/** What probes find in a Chromium browser where all is well. */
export const wakingBrowser: readonly Finding[] = [...basics, has('service worker'), has('background sync')];
/** What they find in Firefox, Safari and WebKitGTK. */
export const sleepingBrowser: readonly Finding[] = [...basics, has('service worker'), lacks('background sync')];
/** What they find in a private window or in another app. */
export const workerlessBrowser: readonly Finding[] = [
  ...basics,
  lacks('service worker'),
  lacks('background sync', 'no service worker'),
];

export const nothing: WorkLeft = { changes: 0, rowsLeft: 0, isInitialLoad: false, msLeft: null };
export const threeChanges: WorkLeft = { ...nothing, changes: 3 };
export const oneChange: WorkLeft = { ...nothing, changes: 1 };
export const firstLoad: WorkLeft = { changes: 0, rowsLeft: 14_000, isInitialLoad: true, msLeft: 400_000 };

export function expectOn(
  platform: Platform,
  findings: readonly Finding[],
  workLeft: WorkLeft,
  more: Partial<ExpectationInput> = {},
): Expectation {
  return expectationOf({ platform, findings, workLeft, policy: everyRow, wakes: [], isOnline: true, now, ...more });
}

/** The service worker was woken so often, on days before now; some of the wakes were cut off. */
export function wakes(platform: Platform, count: number, cutOff: number): readonly WakeObservation[] {
  return Array.from({ length: count }, (_, index) => ({
    trigger: 'background sync',
    host: 'service worker',
    startedAt: now - (index + 1) * 86_400_000,
    end: index < cutOff ? 'cut off' : 'finished',
    changesSent: index < cutOff ? 0 : 1,
    rowsReceived: 0,
    browserMajor: platform.browserMajor,
    install: platform.install,
  }));
}
