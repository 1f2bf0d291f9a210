import { expect, test } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import { outcomeOfBatch } from '../../src/core/outcome.ts';

const refused = (status: number, retryAfterMs: number | null = null): Failure => ({
  kind: 'refused',
  status,
  code: '',
  message: '',
  retryAfterMs,
});
const page = (status: number): Failure => ({ kind: 'unreadable', status, message: '' });
const retry = (isMaybeApplied: boolean) => ({ kind: 'retry', isMaybeApplied });

test.each<readonly [string, Failure, object]>([
  ['no network', { kind: 'network', message: '' }, retry(true)],
  ['a captive portal', page(200), retry(true)],
  ['parts that cannot be read', page(500), retry(true)],
  ['400', refused(400), { kind: 'one by one' }],
  ['401', refused(401), { kind: 'sign in', isMaybeApplied: false }],
  ['403', refused(403), { kind: 'one by one' }],
  ['404', refused(404), { kind: 'no batch' }],
  ['404 without words', page(404), { kind: 'no batch' }],
  ['405', refused(405), { kind: 'no batch' }],
  ['406', refused(406), { kind: 'no batch' }],
  ['413', refused(413), { kind: 'smaller' }],
  ['415', refused(415), { kind: 'no batch' }],
  ['429', refused(429, 5), { kind: 'wait', forMs: 5, isMaybeApplied: false }],
  ['500', refused(500), retry(true)],
  ['501', refused(501), { kind: 'no batch' }],
  ['503', refused(503, 5), { kind: 'wait', forMs: 5, isMaybeApplied: true }],
])('a batch without parts: %s', (_, failure, expected) => {
  expect(outcomeOfBatch(failure)).toEqual(expected);
});
