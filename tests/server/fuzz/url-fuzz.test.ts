import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleData } from '../sample-data.ts';
import { type Answered, base, openService, rowsOf, type SignedIn, type TestService } from '../service-fixture.ts';
import { contentOf, expectSane, runsOf, seed, unlimited } from './fuzz-run.ts';
import { allMethods, headers, path, query } from './url-arbitrary.ts';

let service: TestService;
let people: Readonly<Record<string, SignedIn>>;
beforeAll(async () => {
  service = await openService({ data: sampleData, protection: unlimited });
  people = { gwen: await service.as('gwen'), rita: await service.as('rita'), nemo: await service.as('nemo') };
});
afterAll(() => service.close());

type Asked = {
  readonly who: string | null;
  readonly method: string;
  readonly url: string;
  readonly sent: Readonly<Record<string, string>>;
  readonly body: string | null;
};

const asked = (who: fc.Arbitrary<string | null>, methods: readonly string[]): fc.Arbitrary<Asked> =>
  fc.record({
    who,
    method: fc.constantFrom(...methods),
    url: fc.tuple(path, query).map(([one, options]) => `${base}${one}${options}`),
    sent: headers,
    body: fc.constantFrom(null, '', '{}', '{"name":"x"}', '{"@odata.id":"accounts(1)"}', '[]', '{"value":null}'),
  });

async function ask({ who, method, url, sent, body }: Asked): Promise<Answered> {
  const token = who === null ? undefined : people[who]?.token;
  const authorization: Readonly<Record<string, string>> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const hasBody = body !== null && !/^(GET|HEAD)$/i.test(method);
  const typed = hasBody ? { 'content-type': 'application/json' } : {};
  const request = new Request(url, {
    method,
    headers: { ...typed, ...sent, ...authorization },
    body: hasBody ? body : null,
  });
  const response = await service.app.request(request);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : { text },
  };
}

it(`no address, method or header of who may not write is answered by a 5xx or changes anything (seed ${seed})`, async () => {
  const rita = people.rita;
  const known = async (): Promise<unknown> =>
    rowsOf((await rita?.get('accounts?$select=name&$orderby=name')) as Answered);
  const before = [await contentOf(service), await known()];
  const from = asked(fc.constantFrom('rita', 'rita', 'nemo', null), allMethods);
  await fc.assert(
    fc.asyncProperty(from, async (one) => {
      const answered = await ask(one);
      expectSane(service, answered, one.method);
      if (one.who !== 'rita' && one.url.startsWith(`${base}/api/data/v9.2/accounts`))
        expect(answered.status).not.toBe(200);
    }),
    runsOf(1_000),
  );
  expect([await contentOf(service), await known()]).toEqual(before);
});

it(`nor of who may write everything; and afterwards the service answers (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(asked(fc.constant('gwen'), allMethods), async (one) => {
      expectSane(service, await ask(one), one.method);
    }),
    runsOf(800),
  );
  const answered = await people.gwen?.get('territories?$select=name&$count=true');
  expect(answered?.status).toBe(200);
});

it(`nor any question of a table, by whatever options (seed ${seed})`, async () => {
  const question = fc.tuple(fc.constantFrom('accounts', 'contacts', 'annotations'), query, headers);
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(question, async ([set, options, sent]) => {
      const url = `${base}/api/data/v9.2/${set}${options}`;
      const answered = await ask({ who: 'rita', method: 'GET', url, sent, body: null });
      expectSane(service, answered, 'GET');
      answers += answered.status === 200 ? 1 : 0;
    }),
    runsOf(1_200),
  );
  expect(answers).toBeGreaterThan(100);
});

it('a long address is refused, and a doubled option', async () => {
  const { gwen } = people;
  for (const address of [
    `accounts?$filter=name eq '${'x'.repeat(40_000)}'`,
    `accounts?${'$top=1&'.repeat(2_000)}`,
    `accounts(${'('.repeat(30_000)}`,
  ]) {
    const answered = await gwen?.get(address);
    expect(answered?.status).toBeGreaterThanOrEqual(400);
    if (answered !== undefined) expectSane(service, answered, 'GET');
  }
});
