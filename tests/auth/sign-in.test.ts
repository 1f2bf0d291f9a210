import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signIn } from '../../src/auth/sign-in.ts';
import type { Environment } from '../../src/core/session.ts';
import { startUnrulyService, type UnrulyAnswer, type UnrulyService } from '../fakes/unruly-service.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
beforeEach(() => void service.seen.splice(0));
afterAll(() => service.close());

const never = new AbortController().signal;
const environment = (url: string): Environment => ({ id: 'demo', name: 'Demo', url, dialect: 'dataverse' });
const credentials = { name: 'dora', password: 'secret' };

async function trying(answer: UnrulyAnswer) {
  service.will(answer);
  return signIn(environment(service.url), credentials, fetch, never);
}

test('the right password brings token, end and person', async () => {
  const person = { id: 'p1', name: 'Dora' };
  const result = await trying({ body: { token: 't', expiresAt: 5, person } });
  expect(result).toEqual({ kind: 'signed in', session: { token: 't', expiresAt: 5 }, person });
  expect(service.seen[0]).toMatchObject({ method: 'POST', path: '/api/sign-in', body: JSON.stringify(credentials) });
  const dated = await trying({ body: { token: 't', expiresAt: '1970-01-01T00:00:05Z', person } });
  expect(dated).toMatchObject({ session: { expiresAt: 5000 } });
});

const html = { body: '<html>', contentType: 'text/html' };
test.each<[string, UnrulyAnswer, string, RegExp]>([
  ['a wrong password', { status: 401, body: { error: { code: '', message: '' } } }, 'wrong password', /not right/],
  ['too many attempts', { status: 429, headers: { 'retry-after': '300' } }, 'too often', /in 5 minutes/],
  ['too many attempts, no time said', { status: 429 }, 'too often', /Wait a little/],
  ['a captive portal', html, 'something in between', /network may want you to sign in/],
  [
    'a captive portal’s redirect',
    { status: 302, headers: { location: 'http://portal.example/' } },
    'something in between',
    /network/,
  ],
  ['a proxy’s refusal', { ...html, status: 403 }, 'something in between', /network/],
  ['JSON that is no token', { body: { hello: 1 } }, 'something in between', /network/],
  ['an outage', { status: 503 }, 'service trouble', /Demo has trouble at the moment \(status 503\)/],
  [
    'a refusal in words',
    { status: 400, body: { error: { message: 'A name is missing.' } } },
    'service trouble',
    /A name is missing/,
  ],
])('%s is said in plain words', async (_, answer, reason, sentence) => {
  expect(await trying(answer)).toMatchObject({
    kind: 'not signed in',
    reason,
    sentence: expect.stringMatching(sentence),
  });
});

test('no network is said in plain words', async () => {
  const result = await signIn(environment('http://127.0.0.1:1/'), credentials, fetch, never);
  expect(result).toMatchObject({ reason: 'no network', sentence: 'Demo cannot be reached. Are you connected?' });
});

test('an abort is thrown', async () => {
  service.will({ isSilent: true });
  const controller = new AbortController();
  const result = signIn(environment(service.url), credentials, fetch, controller.signal);
  controller.abort(new Error('closed'));
  await expect(result).rejects.toThrow('closed');
});
