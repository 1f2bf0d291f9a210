import { expect, test } from 'vitest';
import type { ChangeKind, ChangeState } from '../../src/core/change.ts';
import type { Failure } from '../../src/core/failure.ts';
import {
  outcomeOfPull,
  outcomeOfPush,
  type PullOutcome,
  type PullQuestion,
  type PushOutcome,
} from '../../src/core/outcome.ts';

const refused = (status: number, code = '', retryAfterMs: number | null = null): Failure => ({
  kind: 'refused',
  status,
  code,
  message: '',
  retryAfterMs,
});
const network: Failure = { kind: 'network', message: '' };
const portal: Failure = { kind: 'unreadable', status: 200, message: '' };

const first: ChangeState = { kind: 'sending', fence: 1, isRepeat: false };
const again: ChangeState = { kind: 'sending', fence: 1, isRepeat: true };
const kinds: readonly ChangeKind[] = ['create', 'update', 'delete'];

const retry = (isMaybeApplied: boolean): PushOutcome => ({ kind: 'retry', isMaybeApplied });
const settle = (ifUntouched: 'retry' | 'park'): PushOutcome => ({ kind: 'settle', ifUntouched });
const park = { kind: 'park' } as const;
const askPerson: PushOutcome = { kind: 'sign in', isMaybeApplied: false };

/** For each failure: what a create, an update and a delete come to, sent for the first time. */
const pushTable: readonly (readonly [string, Failure, readonly [PushOutcome, PushOutcome, PushOutcome]])[] = [
  ['no network', network, [retry(true), retry(true), retry(true)]],
  ['captive portal', portal, [retry(true), retry(true), retry(true)]],
  ['400', refused(400), [park, park, park]],
  ['400 plug-in', refused(400, '0x80040265'), [park, park, park]],
  ['401', refused(401), [askPerson, askPerson, askPerson]],
  ['403', refused(403, '0x80040220'), [park, park, park]],
  ['404', refused(404, '0x80040217'), [park, settle('park'), settle('park')]],
  ['405 delete refused by what points here', refused(405), [park, park, park]],
  ['408', refused(408), [retry(true), retry(true), retry(true)]],
  ['409', refused(409), [settle('park'), settle('park'), settle('park')]],
  ['410', refused(410), [park, settle('park'), settle('park')]],
  ['412', refused(412), [settle('park'), settle('retry'), settle('retry')]],
  ['412 version', refused(412, '0x80060882'), [settle('park'), settle('retry'), settle('retry')]],
  ['412 key taken', refused(412, '0x80040237'), [settle('park'), settle('park'), settle('park')]],
  ['412 alternate key taken', refused(412, '0x80060892'), [settle('park'), settle('park'), settle('park')]],
  ['500 duplicate', refused(500, '0x80040333'), [settle('park'), settle('park'), settle('park')]],
  ['413', refused(413), [park, park, park]],
  ['428', refused(428), [park, settle('park'), settle('park')]],
  ['429', refused(429), [retry(false), retry(false), retry(false)]],
  ['500', refused(500), [settle('retry'), retry(true), retry(true)]],
  ['501', refused(501), [park, park, park]],
  ['502', refused(502), [settle('retry'), retry(true), retry(true)]],
  ['503', refused(503), [settle('retry'), retry(true), retry(true)]],
];

test.each(pushTable)('push: %s', (_, failure, expected) => {
  expect(kinds.map((kind) => outcomeOfPush(failure, { kind, state: first }))).toEqual(expected);
});

test.each(kinds)('push: Retry-After silences a %s, which a server error may still have applied', (kind) => {
  const change = { kind, state: first };
  expect(outcomeOfPush(refused(429, '0x80072322', 7000), change)).toEqual({
    kind: 'wait',
    forMs: 7000,
    isMaybeApplied: false,
  });
  expect(outcomeOfPush(refused(503, '', 7000), change)).toEqual({ kind: 'wait', forMs: 7000, isMaybeApplied: true });
});

test.each(kinds)('push: a %s that was maybe sent stays so, and its refusal is settled by reading', (kind) => {
  const change = { kind, state: again };
  expect(outcomeOfPush(refused(401), change)).toEqual({ kind: 'sign in', isMaybeApplied: true });
  expect(outcomeOfPush(refused(429), change)).toEqual(retry(true));
  expect(outcomeOfPush(refused(429, '', 1), change)).toEqual({ kind: 'wait', forMs: 1, isMaybeApplied: true });
  expect(outcomeOfPush(refused(403), change)).toEqual(settle('park'));
  expect(outcomeOfPush(refused(400), change)).toEqual(settle('park'));
  expect(outcomeOfPush(refused(403), { kind, state: { kind: 'maybe sent' } })).toEqual(settle('park'));
});

test('every status there is comes to something, and never to nothing', () => {
  for (let status = 300; status < 600; status++) {
    for (const kind of kinds) expect(outcomeOfPush(refused(status), { kind, state: first }).kind).toBeTruthy();
  }
});

const questions: readonly PullQuestion[] = ['tracked read', 'plain read', 'next link', 'delta link'];
const later: PullOutcome = { kind: 'retry' };
const not: PullOutcome = { kind: 'track not' };
const resync: PullOutcome = { kind: 'resync' };
const signIn: PullOutcome = { kind: 'sign in' };

const pullTable: readonly (readonly [string, Failure, readonly PullOutcome[]])[] = [
  ['no network', network, [later, later, later, later]],
  ['unreadable row', portal, [later, later, later, later]],
  ['400', refused(400, '0x80060888'), [not, park, resync, resync]],
  ['401', refused(401), [signIn, signIn, signIn, signIn]],
  ['403 Required Depth', refused(403, '0x80040220'), [not, park, resync, not]],
  ['404', refused(404), [not, park, resync, resync]],
  ['410 expired', refused(410, '0x80044352'), [not, park, resync, resync]],
  ['expired, whatever the status', refused(500, '0x80044352'), [not, park, resync, resync]],
  ['429', refused(429), [later, later, later, later]],
  ['500', refused(500), [later, later, later, later]],
];

test.each(pullTable)('pull: %s', (_, failure, expected) => {
  expect(questions.map((asked) => outcomeOfPull(failure, asked))).toEqual(expected);
});

test.each(questions)('pull: Retry-After silences a %s', (asked) => {
  expect(outcomeOfPull(refused(429, '', 5), asked)).toEqual({ kind: 'wait', forMs: 5 });
});
