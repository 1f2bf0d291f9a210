import type { ScreenName } from '../../../src/ui/routes.ts';
import { fakeKey } from './fake-rows.ts';
import { calm, type FakeChange, type Levers, stageNow } from './levers.ts';

/** One thing that a person does. */
export type Step =
  | { readonly click: string; readonly role: 'button' | 'link' | 'checkbox' }
  | { readonly fill: string; readonly text: string }
  | { readonly press: string }
  /** Milliseconds in which the app does something by itself. */
  | { readonly rest: number };

/** A screen in one state. */
export interface StageState {
  readonly name: string;
  /** The screen of the router that it shows; `breakdown` stands outside the router. */
  readonly screen: ScreenName | 'breakdown' | 'opening';
  readonly path: string;
  readonly levers: Levers;
  readonly steps: readonly Step[];
}

function state(
  name: string,
  screen: StageState['screen'],
  path: string,
  levers: Partial<Levers> = {},
  steps: readonly Step[] = [],
): StageState {
  return { name, screen, path, levers: { ...calm, ...levers }, steps };
}

const list = '/t/lf_workorder';
const row = (n: number) => `${list}/${fakeKey('lf_workorder', n)}`;
const running = {
  kind: 'running',
  host: 'data worker',
  trigger: 'opened',
  startedAt: new Date(2026, 10, 25, 10, 41).getTime(),
} as const;
const loading = { load: 'half', activity: running } as const;
const mixed: readonly FakeChange[] = [
  'waiting',
  'waiting again',
  'sending',
  'maybe sent',
  'conflict',
  'gone there',
  'parked',
  'new row',
  'delete',
  'deleted here',
];
const signedOut = { kind: 'signed out', reason: 'The sign-in ended at 22:41.' } as const;
const waiting = {
  kind: 'waiting',
  isAsked: false,
  until: new Date(2026, 10, 25, 10, 44).getTime(),
  reason: 'The service answered 503.',
} as const;
const stuck = {
  kind: 'stuck',
  awaited: {
    what: 'the database on this device (storing rows of account)',
    since: new Date(2026, 10, 25, 10, 36).getTime(),
  },
  nextTryAt: new Date(2026, 10, 25, 10, 44).getTime(),
} as const;
const silentSince = new Date(2026, 10, 25, 10, 42).getTime();
const click = (name: string): Step => ({ click: name, role: 'button' });

const minutesAgo = (minutes: number) => stageNow - minutes * 60_000;
const evicted = {
  kind: 'evicted',
  id: 'evicted 1',
  at: minutesAgo(2),
  unsent: 3,
  lastReportAt: minutesAgo(1_500),
} as const;
const restored = {
  kind: 'service restored',
  id: 'service restored 2',
  at: minutesAgo(2),
  missing: 4,
  missingSince: minutesAgo(300),
} as const;
const phone = { storeId: '1', name: 'Chrome on Android', unsent: 3, reportedAt: minutesAgo(1_240) };
const laptop = { storeId: '2', name: 'Firefox on Linux', unsent: 0, reportedAt: minutesAgo(20) };

/** Every state that is looked at and checked. */
export const states: readonly StageState[] = [
  state('sign in', 'sign in', '/', { isSignedIn: false }),
  state('sign in, two environments', 'sign in', '/sign-in', { isSignedIn: false, environments: 2 }),
  state('sign in, one that asks nobody', 'sign in', '/sign-in', { isSignedIn: false, asksNobody: true }),
  state('sign in, one of three asks nobody', 'sign in', '/sign-in', {
    isSignedIn: false,
    asksNobody: true,
    environments: 3,
  }),
  state('sync, with a poor service', 'sync', '/sync', { isPoorService: true, asksNobody: true }),
  state('sync, where nobody signed in', 'sync', '/sync', { asksNobody: true }, [click('Close the environment')]),
  state('sign in, no environment', 'sign in', '/', { isSignedIn: false, environments: 0 }),
  state('sign in, nothing entered', 'sign in', '/', { isSignedIn: false }, [click('Sign in')]),
  state('sign in, refused', 'sign in', '/', { isSignedIn: false }, [
    { fill: 'Name', text: 'jonas' },
    { fill: 'Password', text: 'wrong' },
    click('Sign in'),
  ]),
  state('sign in again', 'sign in', '/sign-in', { activity: signedOut }),
  state('sync, unreadable', 'sync', '/sync', { unreadable: ['rows: table account, key 7'] }),
  state('opening', 'home', '/', { hasState: false, expectation: 'none yet' }),
  state('home, no tables yet', 'home', '/', { load: 'none', activity: running, hasHistory: false }),
  state('home, no tables and offline', 'home', '/', { load: 'none', isOnline: false, hasHistory: false }),
  state('home, load begun', 'home', '/', { load: 'begun', activity: running, hasHistory: false }),
  state('home, loading', 'home', '/', loading),
  state('home, loading, only while open', 'home', '/', {
    ...loading,
    serviceWorker: 'absent',
    expectation: 'only while open',
  }),
  state('home, load waits', 'home', '/', { load: 'half', activity: waiting }),
  state('home, load rests', 'home', '/', { load: 'half', isOnline: false }),
  state('home, whole', 'home', '/'),
  state('home, reading again', 'home', '/', { load: 'again', activity: running }),
  state('home, offline with changes', 'home', '/', { isOnline: false, outbox: ['waiting', 'new row'] }),
  state('home, signed out', 'home', '/', { activity: signedOut, outbox: ['waiting'] }),
  state('home, service worker too old', 'home', '/', { serviceWorker: 'too old' }),
  state('home, update waiting', 'home', '/', { serviceWorker: 'update waiting' }),
  state('list', 'list', list, { outbox: mixed }),
  state('list, contacts', 'list', '/t/contact'),
  state('list, right to left', 'list', list, { isRightToLeft: true, outbox: mixed }),
  state('list, loading', 'list', '/t/contact', loading),
  state('list, load waits', 'list', '/t/contact', { load: 'half', activity: waiting }),
  state('list, nothing yet', 'list', list, loading),
  state('list, 250,000 rows', 'list', list, { rows: 250_000 }),
  state('list, reader', 'list', list, { privileges: 'read' }),
  state('list, search', 'list', list, {}, [{ fill: 'Search Work orders by name', text: 'turbine' }]),
  state('list, nothing found', 'list', list, {}, [{ fill: 'Search Work orders by name', text: 'zzz' }]),
  state('list, unknown table', 'list', '/t/nothing'),
  state('new row', 'new row', `${list}/new`),
  state('new row, problems', 'new row', `${list}/new`, {}, [{ fill: 'Hours', text: 'many' }, click('Save')]),
  state('list, the service makes the keys', 'list', list, { privileges: 'no new rows' }),
  state('new row, the service makes the keys', 'new row', `${list}/new`, { privileges: 'no new rows' }),
  state('new row, not allowed', 'new row', `${list}/new`, { privileges: 'read' }),
  state('form', 'form', row(40)),
  state('form, right to left', 'form', row(42), { isRightToLeft: true }),
  state('form, saved', 'form', row(40), {}, [{ fill: 'Notes', text: 'Bring the long ladder.' }, click('Save')]),
  state('form, lookup open', 'form', row(40), {}, [{ fill: 'Account', text: 'nord' }]),
  state('form, with draft', 'form', row(40), { draft: 'of an unknown row' }),
  state('form, changed underneath', 'form', row(40), { draft: 'of an older row' }),
  state('form, gone underneath', 'form', row(40), { goesAway: true }, [
    { fill: 'Notes', text: 'Bring the long ladder.' },
    { rest: 700 },
  ]),
  state('form, merged before', 'form', row(31)),
  state('form, deleting with related rows', 'form', `/t/account/${fakeKey('account', 5)}`, {}, [
    click('Delete'),
    { click: 'Delete with it: Contacts (10)', role: 'checkbox' },
  ]),
  state('form, deleting a new row', 'form', row(0), { outbox: ['new row'] }, [click('Delete')]),
  state('form, undoing', 'form', row(0), { outbox: ['waiting'] }, [click('Undo: WO-10000 Replace pump seal')]),
  state('form, leaving', 'form', row(40), {}, [
    { fill: 'Notes', text: 'Bring the long ladder.' },
    { click: 'Back to Work orders', role: 'link' },
  ]),
  state('form, deleting', 'form', row(40), {}, [click('Delete')]),
  state('form, parked change', 'form', row(0), { outbox: ['parked'] }),
  state('form, delete waits', 'form', row(0), { outbox: ['delete'] }),
  state('form, reader', 'form', row(40), { privileges: 'read' }),
  state('form, related rows', 'form', `/t/account/${fakeKey('account', 5)}`),
  state('form, related rows, reader', 'form', `/t/account/${fakeKey('account', 5)}`, {
    ...loading,
    privileges: 'read',
  }),
  state('form, row not here', 'form', `${list}/unknown`),
  state('sync, calm', 'sync', '/sync'),
  state('sync, everything', 'sync', '/sync', { outbox: mixed, activity: running }),
  state('sync, page only', 'sync', '/sync', {
    serviceWorker: 'absent',
    expectation: 'only while open',
    hasHistory: false,
  }),
  state('sync, waiting', 'sync', '/sync', { activity: waiting, outbox: ['waiting again'], isOnline: false }),
  state('sync, stuck', 'sync', '/sync', { activity: stuck, troubles: [stuck], outbox: ['waiting'] }),
  state('home, no answer', 'home', '/', { troubles: [{ kind: 'no answer', since: silentSince }] }),
  state('form, updated in another tab', 'form', row(40), { troubles: [{ kind: 'store', why: 'newer version' }] }),
  state('home, no space', 'home', '/', { troubles: [{ kind: 'store', why: 'quota exceeded' }] }),
  state('opening, blocked', 'opening', '/', { isOpening: true, troubles: [{ kind: 'blocked', since: silentSince }] }),
  state('sync, no tables and signed out', 'sync', '/sync', { load: 'none', activity: signedOut, hasHistory: false }),
  state('sync, loading', 'sync', '/sync', loading),
  state('sync, dropping', 'sync', '/sync', { outbox: ['parked'] }, [click('Drop: WO-10000 Replace pump seal')]),
  state(
    'sync, dropping a new row',
    'sync',
    '/sync',
    { outbox: ['parked new row', 'edit of the first', 'points to the first', 'new and points to the first'] },
    [click('Drop: Harbour Crane Works')],
  ),
  state('sync, parked', 'sync', '/sync', { outbox: ['parked', 'missing', 'imported', 'parked new row'] }),
  state('conflict, both changed', 'conflict', '/change/change-0', { outbox: ['conflict'] }),
  state('conflict, one column', 'conflict', '/change/change-0', { outbox: ['conflict of one column'] }),
  state('conflict, right to left', 'conflict', '/change/change-0', { outbox: ['conflict'], isRightToLeft: true }),
  state('conflict, nothing chosen', 'conflict', '/change/change-0', { outbox: ['conflict'] }, [click('Use this mix')]),
  state('conflict, decided', 'conflict', '/change/change-0', { outbox: ['conflict'] }, [click('Keep mine')]),
  state('conflict, taken', 'conflict', '/change/change-0', { outbox: ['conflict'] }, [click('Take theirs')]),
  state('conflict, gone there', 'conflict', '/change/change-0', { outbox: ['gone there'] }),
  state('conflict, deleted here', 'conflict', '/change/change-0', { outbox: ['deleted here'] }),
  state('conflict, both created', 'conflict', '/change/change-0', { outbox: ['both created'] }),
  state('conflict, not there', 'conflict', '/change/change-9'),
  state('edit and retry', 'revise', '/change/change-0/edit', { outbox: ['parked'] }),
  state('edit and retry, new row', 'revise', '/change/change-0/edit', { outbox: ['parked new row'] }),
  state('edit and retry, not parked', 'revise', '/change/change-0/edit', { outbox: ['waiting'] }),
  state('sync, signing out', 'sync', '/sync', { outbox: mixed }, [click('Sign out')]),
  state('sync, unsent changes saved', 'sync', '/sync', { outbox: ['waiting', 'conflict'], isOnline: false }, [
    click('Save unsent changes to a file'),
  ]),
  state('sync, imported new rows', 'sync', '/sync', { outbox: ['imported', 'imported', 'waiting'] }),
  state('sync, dropping imported', 'sync', '/sync', { outbox: ['imported', 'imported'] }, [click('Drop all 2')]),
  state('home, data deleted', 'home', '/', { notices: [evicted] }),
  state('sync, data deleted and service restored', 'sync', '/sync', {
    notices: [evicted, restored],
    canary: { kind: 'kept', reportedAt: minutesAgo(3), unsent: 2, others: [] },
  }),
  state('sync, other devices', 'sync', '/sync', {
    canary: { kind: 'kept', reportedAt: minutesAgo(3), unsent: 0, others: [phone, laptop] },
  }),
  state('sync, devices not asked', 'sync', '/sync', { canary: { kind: 'not asked' } }),
  state('sync, check running', 'sync', '/sync', { check: 'running', activity: running }),
  state('sync, check found damage', 'sync', '/sync', { check: 'damaged' }),
  state('sync, check broken off', 'sync', '/sync', { check: 'broken off', isOnline: false }),
  state('not found', 'not found', '/nowhere/at/all'),
  state('sync, unreadable', 'sync', '/sync', { unreadable: ['rows: table account, key 7'] }),
  state('opening', 'opening', '/', { isOpening: true }),
  state('breakdown', 'breakdown', '/', {
    breakdown:
      'The database on this device cannot be opened, because another tab holds an older version of it. Close the other tabs of Landfall and reload.',
  }),
];
