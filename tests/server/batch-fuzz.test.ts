import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchText, type Sent } from './batch-fixture.ts';
import { base, dataPath, openService, type SignedIn, type TestService } from './service-fixture.ts';

/** FAST_CHECK_SEED replays; FAST_CHECK_RUNS lengthens. fast-check prints the seed of a failure. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 150);

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService({
    scale: 0.001,
    protection: { requests: 1e9, seconds: 1e9, concurrent: 52, windowSeconds: 1 },
  });
  dana = await service.as('dana');
});
afterAll(() => service.close());

const id = '00000000-0000-4000-8000-000000000001';
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('$1', '$2', '/accounts($1)', '..', '%', '\\'),
);
const line = text.map((raw) => raw.replaceAll(/[\r\n]/g, ''));
const url = fc.oneof(
  fc.constantFrom(
    `accounts(${id})`,
    'accounts',
    '$1',
    '$1/primarycontactid/$ref',
    `${dataPath}/$metadata`,
    'http:',
    '//x',
    '$batch',
  ),
  line,
  line.map((end) => `accounts${end}`),
  line.map((end) => `accounts?$filter=${end}`),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant([{ 'a@odata.bind': '$1' }]),
);
const body = fc.dictionary(
  fc.oneof(fc.constantFrom('name', 'accountid', 'primarycontactid@odata.bind', '@odata.id', '__proto__'), text),
  value,
  { maxKeys: 3 },
);
const sent: fc.Arbitrary<Sent> = fc.record(
  {
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    url,
    body,
    headers: fc.dictionary(
      fc.constantFrom('If-Match', 'If-None-Match', 'Prefer', 'Content-Type', 'Content-Length'),
      line,
    ),
    contentId: fc.constantFrom('1', '2'),
  },
  { requiredKeys: ['method', 'url'] },
);
const item = fc.oneof(sent, fc.array(sent, { minLength: 1, maxLength: 3 }));

test(`§2.6 whatever a batch holds, no part of it is answered by a 5xx, and nothing is unexpected (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), async (items) => {
      const answered = await service.app.request(`${base}${dataPath}/$batch`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${dana.token}`,
          'content-type': 'multipart/mixed; boundary=batch_1',
          prefer: 'odata.continue-on-error',
        },
        body: batchText(items),
      });
      expect([200, 400]).toContain(answered.status);
      expect(await answered.text()).not.toMatch(/HTTP\/1\.1 5/);
      expect(service.errors).toEqual([]);
    }),
    { seed, numRuns },
  );
});
