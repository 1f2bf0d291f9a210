import { expect, test } from 'vitest';
import { parseEnvironments, readEnvironments } from '../../src/auth/environments.ts';
import { startUnrulyService } from '../fakes/unruly-service.ts';

const origin = 'https://app.example';
const one = { id: 'demo', name: 'Demo', url: '/', dialect: 'dataverse' };

test.each([
  ['/', 'https://app.example/'],
  ['/service', 'https://app.example/service/'],
  ['https://org.crm.dynamics.com', 'https://org.crm.dynamics.com/'],
  ['https://host.example/a/b//', 'https://host.example/a/b/'],
])('url %s becomes %s', (url, absolute) => {
  expect(parseEnvironments({ environments: [{ ...one, url }] }, origin)).toEqual({
    ok: true,
    environments: [{ ...one, url: absolute }],
    skipped: [],
  });
});

test.each([
  [null, 'no list'],
  [{ environments: {} }, 'no list'],
  [{ environments: [one, { ...one, id: '' }] }, 'entry 2'],
  [{ environments: [{ ...one, dialect: 7 }] }, 'entry 1'],
  [{ environments: [{ ...one, url: 'javascript:alert(1)' }] }, 'entry 1'],
  [{ environments: [{ ...one, portionRows: 0 }] }, 'portionRows'],
  [{ environments: [{ ...one, signIn: 'magic' }] }, 'signIn'],
  [{ environments: [one, one] }, 'twice'],
])('%j is refused whole, saying where', (config, words) => {
  expect(parseEnvironments(config, origin)).toEqual({ ok: false, sentence: expect.stringContaining(words) });
});

test('an environment may set how many rows are asked for in one portion', () => {
  expect(parseEnvironments({ environments: [{ ...one, portionRows: 20 }] }, origin)).toMatchObject({
    environments: [{ portionRows: 20 }],
  });
});

test('an environment may be of any OData v4 service, and ask nobody who they are', () => {
  const odata = { ...one, dialect: 'odata-v4', signIn: 'none' };
  expect(parseEnvironments({ environments: [odata] }, origin)).toMatchObject({
    environments: [{ ...odata, url: `${origin}/` }],
  });
  const asking = parseEnvironments({ environments: [{ ...one, signIn: 'password' }] }, origin);
  expect(asking).toMatchObject({ environments: [{ ...one, url: `${origin}/` }] });
});

test('an environment whose dialect this build does not speak takes no other down', () => {
  const read = parseEnvironments({ environments: [{ ...one, id: 'x', name: 'Other', dialect: 'soap' }, one] }, origin);
  expect(read).toEqual({ ok: true, environments: [{ ...one, url: 'https://app.example/' }], skipped: ['Other'] });
});

test('the list is read from the app’s origin; a page in its place is not taken for one', async () => {
  const never = new AbortController().signal;
  const service = await startUnrulyService();
  service.will({ body: { environments: [one] } }, { body: '<html>', contentType: 'text/html' }, { status: 500 });
  const read = () => readEnvironments(service.url, fetch, never);
  expect(await read()).toEqual({ ok: true, environments: [{ ...one, url: service.url }], skipped: [] });
  expect(service.seen[0]?.path).toBe('/config.json');
  expect(await read()).toMatchObject({ ok: false });
  expect(await read()).toMatchObject({ ok: false, sentence: expect.stringContaining('status 500') });
  await service.close();
  expect(await read()).toEqual({ ok: false, sentence: 'The list of environments cannot be reached.' });
});
