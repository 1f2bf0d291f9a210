import { signal } from '@preact/signals';
import type { Environment } from '../../../src/core/session.ts';
import type { DataLine } from '../../../src/messages/data-calls.ts';
import type { Expectation } from '../../../src/platform/expectation.ts';
import type { AppServices, ServiceWorkerState } from '../../../src/ui/services.ts';
import { fakeState } from './fake-state.ts';
import { type Levers, stageNow } from './levers.ts';

const environments: readonly Environment[] = [
  { id: 'demo', name: 'Field service demo', url: 'http://localhost:4280/', dialect: 'dataverse' },
  { id: 'test', name: 'Test environment', url: 'http://localhost:4281/', dialect: 'dataverse' },
];

const openEnvironment: Environment = {
  id: 'open',
  name: 'Workshop service',
  url: 'http://localhost:4282/odata/',
  dialect: 'odata-v4',
  signIn: 'none',
};

const fullExpectation: Expectation = {
  level: 'full',
  headline:
    '3 changes and about 14,000 rows are still to go. You can leave: the browser goes on, and if it is cut off, it goes on where it was.',
  ifYouLeave: {
    hidden: 'The service worker takes over and goes on in slices of 90 seconds.',
    locked: 'It goes on while the device is awake; if it is cut off, it goes on where it was when you come back.',
    closed: 'Changes are sent when the browser wakes Landfall, at the latest when you open it again. Reading stops.',
  },
  whyNot: [],
  observed:
    'In the last 14 days the browser woke Landfall 9 times here while it was closed; 8 of them sent everything.',
};

const openOnly: Expectation = {
  level: 'only while open',
  headline: 'Keep this page open and in front: on this device nothing is sent while it is away.',
  ifYouLeave: {
    hidden: 'It stops within seconds and goes on where it was when you come back.',
    locked: 'It stops and goes on where it was when you unlock and come back.',
    closed: 'Nothing is sent or read until you open Landfall again.',
  },
  whyNot: [
    'This browser has no Background Sync.',
    'Landfall is not installed here, so the browser may delete its data after seven days without a visit.',
  ],
  observed: 'Too few observations on this device yet.',
};

const expectations = { full: fullExpectation, 'only while open': openOnly, 'none yet': null };

function workerState(levers: Levers): ServiceWorkerState {
  return levers.serviceWorker === 'absent'
    ? { kind: 'absent', reason: 'This window is private, and this browser gives private windows no service worker.' }
    : { kind: levers.serviceWorker };
}

export function fakeServices(levers: Levers, line: DataLine): AppServices {
  const offered = levers.asksNobody ? [openEnvironment, ...environments] : environments;
  const environment = offered[0];
  if (environment === undefined) throw new Error('the stage has no environment');
  const account = { database: 'stage', environment, person: { id: 'jonas', name: 'Jonas Weber' } };
  let ids = 0;
  const state = signal(levers.isSignedIn && levers.hasState ? fakeState(levers) : null);
  line.onEvent((event) => {
    if (event.kind === 'state changed') state.value = event.state;
  });
  return {
    environments: signal(offered.slice(0, levers.environments)),
    account: signal(levers.isSignedIn ? account : null),
    line: signal(levers.isSignedIn && levers.hasState ? line : null),
    state,
    isOnline: signal(levers.isOnline),
    expectation: signal(expectations[levers.expectation]),
    serviceWorker: signal(workerState(levers)),
    isOpening: signal(levers.isOpening),
    breakdown: signal(levers.breakdown),
    now: signal(stageNow),
    locale: levers.isRightToLeft ? 'ar' : 'en-GB',
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-0000000000${String(ids).padStart(2, '0')}`;
    },
    signIn: async () => ({ ok: false, problem: 'The service does not know this name and password.' }),
    signOut: async () => {},
    saveFile: async () => 'downloaded',
    rescueUnsent: async () => ({ name: 'landfall-unsent-2026-11-25-0942.json', text: '', changes: 2, unreadable: 1 }),
    acceptUpdate: () => {},
    reload: () => {},
    troubles: signal(levers.troubles),
  };
}
