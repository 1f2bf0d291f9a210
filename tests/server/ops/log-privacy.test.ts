import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../../../server/database/database.ts';
import { describeError } from '../../../server/operations/describe-error.ts';
import { createJsonLog } from '../../../server/operations/json-log.ts';
import { createReadableLog, type Log } from '../../../server/operations/log.ts';
import { base, dataPath, openService, type SignedIn, type TestService } from '../service-fixture.ts';

const secret = 'Quaxolotl';
const written: string[] = [];
const out = { write: (text: string) => written.push(text) };
const both = (logs: readonly Log[]): Log => ({
  info: (...args) => logs.forEach((log) => void log.info(...args)),
  error: (...args) => logs.forEach((log) => void log.error(...args)),
  failed: (...args) => logs.forEach((log) => void log.failed(...args)),
  request: (...args) => logs.forEach((log) => void log.request(...args)),
});
const log = both([createJsonLog(out), createReadableLog(out, out)]);
let service: TestService;
let dana: SignedIn;

beforeAll(async () => {
  service = await openService({ scale: 0.002, log, requestLines: 'all' });
  dana = await service.as('dana');
});
afterAll(() => service.close());

const json = { 'content-type': 'application/json' };
const signIn = (name: string, password: string) =>
  service.app.request(`${base}/api/sign-in`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name, password }),
  });

/** Every way in, with something of a person's in it. Statuses in the order asked. */
async function askEverywhere(): Promise<readonly number[]> {
  const row = 'accounts(11111111-2222-4333-8444-555555555555)';
  const raw = (path: string, init: RequestInit) => service.app.request(base + path, init);
  const authorization = `Bearer ${dana.token}`;
  const answers = [
    await signIn(secret, secret),
    await signIn('dana', secret),
    await raw('/api/sign-in', { method: 'POST', headers: json, body: `{"name": ${secret}` }),
    await raw(`/${secret}?${secret}`, {}),
    await raw(`${dataPath}/accounts`, { headers: { authorization: `Bearer ${secret}.${secret}` } }),
    await dana.get(`accounts?$filter=name eq '${secret}'`),
    await dana.get(`accounts?$filter=${secret} eq 1`),
    await dana.get(`accounts?$filter=createdon gt ${secret}`),
    await dana.get(`accounts?$skiptoken=${secret}.${secret}`),
    await dana.get(`${secret.toLowerCase()}s`),
    await dana.get(`accounts(${secret})`),
    await dana.send('PATCH', row, {
      body: { name: secret, description: `${secret}\n    at ${secret} (/${secret}:1:1)` },
    }),
    await dana.send('PATCH', row, { body: { [secret]: secret } }),
    await dana.send('PATCH', row, { body: { numberofemployees: secret } }),
    await dana.send('POST', 'accounts', { body: { accountid: '11111111-2222-4333-8444-555555555555', name: secret } }),
    await raw(`${dataPath}/accounts`, { method: 'POST', headers: { ...json, authorization }, body: `{"${secret}` }),
    await raw(`${dataPath}/$batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': `multipart/mixed; boundary=${secret}` },
      body: `--${secret}\r\n${secret}\r\n--${secret}--`,
    }),
    await raw('/api/devices', {
      method: 'POST',
      headers: { ...json, authorization, cookie: secret },
      body: JSON.stringify({
        environment: secret,
        storeId: '11111111-2222-4333-8444-555555555555',
        name: secret,
        unsent: 1,
      }),
    }),
    await raw('/api/devices', {
      method: 'POST',
      headers: { ...json, authorization },
      body: JSON.stringify({ storeId: secret, name: secret, unsent: 1 }),
    }),
    await raw('/api/devices/11111111-2222-4333-8444-555555555555', { method: 'DELETE', headers: { authorization } }),
    await raw(`/api/devices/${secret}`, { method: 'DELETE', headers: { authorization } }),
    await raw(`${dataPath}/${row}`, {
      method: 'DELETE',
      headers: { authorization, 'if-match': `W/"${secret}"`, prefer: secret, 'x-forwarded-for': secret },
    }),
  ];
  return answers.map(({ status }) => status);
}

function expectNothingPersonal(): void {
  const all = written.join('');
  expect(all.toLowerCase()).not.toContain(secret.toLowerCase());
  // Names, passwords and tokens of who asked; keys of rows; addresses of peers.
  expect(all).not.toMatch(/dana|landfall"|eyJ|11111111-2222|127\.0\.0\.1|accounts|\$filter/i);
}

describe('what is logged', () => {
  it('holds nothing of a person: every way in, answered and refused', async () => {
    written.length = 0;
    const statuses = await askEverywhere();
    expect(new Set(statuses.map((status) => Math.floor(status / 100)))).toEqual(new Set([2, 4]));
    // In both forms.
    expect(written).toHaveLength(2 * statuses.length);
    expectNothingPersonal();
  });

  it('holds nothing of a person when the database fails, and names request, place and code', async () => {
    await service.database.query('alter table account add constraint refuses_all check (ver < 0) not valid');
    await service.database.query(
      `create function fail_loudly() returns trigger language plpgsql as $$
       begin raise exception 'no % here', new.name using detail = new.name, hint = new.name; end $$`,
    );
    await service.database.query(
      'create trigger a_loud before update on account for each row execute function fail_loudly()',
    );
    written.length = 0;
    const created = await dana.send('POST', 'accounts', { body: { name: secret } });
    expect(created.status).toBe(500);
    const id = String(created.headers.get('x-ms-service-request-id'));
    const logged = written.filter((line) => line.includes('23514'));
    expect(logged).toHaveLength(2);
    for (const line of logged) {
      expect(line).toContain(id);
      expect(line).toContain('refuses_all');
    }
    expect(JSON.parse(String(logged[0]))).toMatchObject({ level: 'error', request: id, error: { code: '23514' } });
    await service.database.query('alter table account drop constraint refuses_all');
    const key = 'accounts(99999999-2222-4333-8444-555555555555)';
    expect((await dana.send('PATCH', key, { body: { name: secret } })).status).toBe(204);
    expect((await dana.send('PATCH', key, { body: { name: `${secret} 2` } })).status).toBe(500);
    expect(written.join('')).toContain('P0001');
    expectNothingPersonal();
  });

  it('holds nothing of a person when the database is gone in the middle', async () => {
    const gone = await openService({ scale: 0.002, log, requestLines: 'all' });
    const tom = await gone.as('tom');
    written.length = 0;
    await gone.close();
    expect((await tom.get(`accounts?$filter=name eq '${secret}'`)).status).toBeGreaterThanOrEqual(500);
    expect(written.some((line) => line.includes('"level":"error"'))).toBe(true);
    expectNothingPersonal();
  });
});

describe('what is written of an error', () => {
  it('is no message but of our own, and frames', () => {
    const parse = (): unknown => {
      try {
        return JSON.parse(`"${secret}`);
      } catch (error) {
        return error;
      }
    };
    const nested = new Error(`${secret}\n    at ${secret} (/${secret}.ts:1:1)`, { cause: parse() });
    for (const error of [parse(), nested, new DatabaseUnavailable('lost', nested), secret, { secret }, null]) {
      expect(JSON.stringify(describeError(error))).not.toContain(secret);
    }
    expect(describeError(nested).frames?.[0]).toContain('log-privacy.test.ts');
    expect(describeError(new DatabaseUnavailable('busy', null)).message).toBe('the database is busy');
    // A message changed later cannot be told from the frames.
    const changed = new Error(`${secret}\n    at ${secret} (/x.ts:1:1)`);
    void changed.stack;
    changed.message = 'other';
    expect(describeError(changed).frames).toBeUndefined();
  });
});
