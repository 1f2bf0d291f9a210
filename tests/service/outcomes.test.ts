import { expect, test } from 'vitest';
import type { ChangeKind, ChangeState } from '../../src/core/change.ts';
import { failed } from '../../src/core/failure.ts';
import { outcomeOfPush, type PushOutcome } from '../../src/core/outcome.ts';
import { type RawAnswer, readAnswer } from '../../src/service/answer.ts';

const came: RawAnswer = {
  status: 200,
  contentType: 'application/json; odata.metadata=minimal',
  retryAfter: null,
  date: null,
  epoch: null,
  text: '{}',
  bytes: 2,
  isRedirect: false,
  accepts: 'json',
  at: 0,
};

const words = (code = '') => JSON.stringify({ error: { code, message: 'The service’s words.' } });
const refusal = (status: number, more: Partial<RawAnswer> = {}): RawAnswer => ({
  ...came,
  status,
  text: words(),
  ...more,
});

/** What an outcome is in one word; `?`: it may have been applied all the same. */
function wordOf(outcome: PushOutcome): string {
  switch (outcome.kind) {
    case 'settle':
      return `read, else ${outcome.ifUntouched}`;
    case 'park':
      return 'park';
    default:
      return outcome.isMaybeApplied ? `${outcome.kind}?` : outcome.kind;
  }
}

type Six = readonly [string, string, string, string, string, string];

const all = (word: string): Six => [word, word, word, word, word, word];
const firstAndAgain = (first: string, again: string): Six => [first, first, first, again, again, again];
const readPark = 'read, else park';
const readRetry = 'read, else retry';

/** What came, and what it means for a create, an update and a delete: sent for the first time, then sent again. */
const table: readonly (readonly [string, RawAnswer | 'no answer', Six])[] = [
  ['network error', 'no answer', all('retry?')],
  ['timeout', 'no answer', all('retry?')],
  ['captive portal: a page with 200', { ...came, contentType: 'text/html', text: '<html>' }, all('retry?')],
  ['captive portal: a page with 403', refusal(403, { contentType: 'text/html', text: '<html>' }), all('retry?')],
  ['captive portal: a redirect', { ...came, status: 0, isRedirect: true }, all('retry?')],
  ['401', refusal(401), firstAndAgain('sign in', 'sign in?')],
  ['403', refusal(403, { text: words('0x80040220') }), firstAndAgain('park', readPark)],
  ['404', refusal(404), ['park', readPark, readPark, readPark, readPark, readPark]],
  ['405', refusal(405), firstAndAgain('park', readPark)],
  ['409', refusal(409), all(readPark)],
  ['410', refusal(410), ['park', readPark, readPark, readPark, readPark, readPark]],
  ['412', refusal(412), [readPark, readRetry, readRetry, readPark, readRetry, readRetry]],
  ['412, the key is taken', refusal(412, { text: words('0x80040237') }), all(readPark)],
  ['413', refusal(413), firstAndAgain('park', readPark)],
  ['422', refusal(422), firstAndAgain('park', readPark)],
  ['428', refusal(428), ['park', readPark, readPark, readPark, readPark, readPark]],
  ['429', refusal(429), firstAndAgain('retry', 'retry?')],
  ['429 with Retry-After', refusal(429, { retryAfter: '7' }), firstAndAgain('wait', 'wait?')],
  ['429 with a page', refusal(429, { contentType: 'text/html', text: '<html>' }), firstAndAgain('retry', 'retry?')],
  ['500', refusal(500), [readRetry, 'retry?', 'retry?', readRetry, 'retry?', 'retry?']],
  ['500, a duplicate by its code', refusal(500, { text: words('0x80040333') }), all(readPark)],
  [
    '500, a duplicate by the words of a database',
    refusal(500, { text: words('SQLITE_CONSTRAINT_PRIMARYKEY') }),
    [readRetry, 'retry?', 'retry?', readRetry, 'retry?', 'retry?'],
  ],
  ['501', refusal(501), firstAndAgain('park', readPark)],
  ['502', refusal(502), [readRetry, 'retry?', 'retry?', readRetry, 'retry?', 'retry?']],
  ['503', refusal(503), [readRetry, 'retry?', 'retry?', readRetry, 'retry?', 'retry?']],
  ['503 with Retry-After', refusal(503, { retryAfter: '7' }), all('wait?')],
  ['504', refusal(504), [readRetry, 'retry?', 'retry?', readRetry, 'retry?', 'retry?']],
  ['507', refusal(507), [readRetry, 'retry?', 'retry?', readRetry, 'retry?', 'retry?']],
  ['broken JSON', { ...came, text: '{"a":' }, all('retry?')],
  ['wrong content type', { ...came, contentType: 'text/plain' }, all('retry?')],
  ['no content type', { ...came, contentType: null }, all('retry?')],
  ['body cut short, connection gone', 'no answer', all('retry?')],
  ['body cut short, in silence', { ...came, text: '{"name":"Alp' }, all('retry?')],
];

const kinds: readonly ChangeKind[] = ['create', 'update', 'delete'];
const states: readonly ChangeState[] = [
  { kind: 'sending', fence: 1, isRepeat: false },
  { kind: 'sending', fence: 1, isRepeat: true },
];

test.each(table)('%s', (_, raw, expected) => {
  const attempt = raw === 'no answer' ? failed({ kind: 'network', message: '' }) : readAnswer(raw);
  if (attempt.ok) throw new Error('taken for a yes');
  const met = states.flatMap((state) => kinds.map((kind) => wordOf(outcomeOfPush(attempt.failure, { kind, state }))));
  expect(met).toEqual(expected);
});

test('a yes is a yes', () => {
  expect(readAnswer({ ...came, status: 204, contentType: null, text: '' }).ok).toBe(true);
  expect(readAnswer({ ...came, status: 201 }).ok).toBe(true);
});
