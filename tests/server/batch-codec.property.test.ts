import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BatchItem, parseBatch } from '../../server/odata/batch/parse-batch.ts';
import { type PartAnswer, writeBatch } from '../../server/odata/batch/write-batch.ts';
import { Refused } from '../../server/odata/service-error.ts';
import { batchText, readBatch, type Sent } from './batch-fixture.ts';

/** FAST_CHECK_SEED replays; FAST_CHECK_RUNS lengthens. fast-check prints the seed of a failure. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 300);
const type = 'multipart/mixed; boundary=batch_1';

/** Either a batch or a refusal that says why; anything else thrown is a fault of the reader. */
function parseOrRefuse(bytes: Buffer, contentType = type): readonly BatchItem[] | null {
  try {
    return parseBatch(contentType, bytes);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect([400, 415]).toContain(error.error.status);
    return null;
  }
}

const text = fc.string({ unit: 'binary', maxLength: 30 });
const write: fc.Arbitrary<Sent> = fc.record(
  {
    method: fc.constantFrom('POST', 'PATCH', 'DELETE', 'PUT'),
    url: fc.constantFrom('accounts', '$1', '/api/data/v9.2/contacts(1)?$select=a', 'https://a.test/x y'),
    body: fc.oneof(fc.constant(undefined), fc.dictionary(text, text)),
    headers: fc.dictionary(fc.constantFrom('If-Match', 'Prefer'), fc.constantFrom('W/"1"', 'return=minimal')),
  },
  { requiredKeys: ['method', 'url'] },
);
const item = fc.oneof(write, fc.array(write, { minLength: 1, maxLength: 4 }));

test(`what a client writes is what is read, whatever the line ends (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), fc.constantFrom('\r\n', '\n'), (items, eol) => {
      const read = parseBatch(type, Buffer.from(batchText(items, eol)));
      const flat = read.map((one) => (one.kind === 'request' ? one.request : one.requests));
      expect(
        flat.map((one) =>
          'where' in one
            ? [one.method, one.url, `${one.body}`]
            : one.map(({ method, url, body }) => [method, url, `${body}`]),
        ),
      ).toEqual(
        items.map((one) => {
          const wanted = ({ method, url, body }: Sent) => [method, url, body === undefined ? '' : JSON.stringify(body)];
          return Array.isArray(one) ? one.map(wanted) : wanted(one as Sent);
        }),
      );
    }),
    { seed, numRuns },
  );
});

/** Where a delimiter, a line end or a number sits, a reader goes wrong first. */
const tokens = [
  '\r\n',
  '\n',
  '\r',
  '--batch_1',
  '--batch_1--',
  '--changeset_1',
  '--',
  ':',
  ' ',
  '\0',
  '"',
  '\u00ff',
  '$1',
];
const scrap = fc.oneof(
  fc.constantFrom(...tokens).map((token) => Buffer.from(token)),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
);

test(`bytes changed, cut or put in anywhere never do more than a refusal (seed ${seed})`, () => {
  const edit = fc.record({ at: fc.nat(4_000), drop: fc.nat(40), put: scrap });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), fc.array(edit, { maxLength: 5 }), (items, edits) => {
      let bytes = Buffer.from(batchText(items));
      for (const { at, drop, put } of edits) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
      }
      parseOrRefuse(bytes);
    }),
    { seed, numRuns },
  );
});

test(`raw bytes and raw content types never do more than a refusal (seed ${seed})`, () => {
  const raw = fc.array(scrap, { maxLength: 60 }).map((parts) => Buffer.concat(parts));
  const contentType = fc.oneof(
    fc.constant(type),
    text,
    text.map((end) => `multipart/mixed; boundary=${end}`),
  );
  fc.assert(
    fc.property(raw, contentType, (bytes, of) => void parseOrRefuse(bytes, of)),
    { seed, numRuns },
  );
});

test('the worst bodies of the largest size are read in one pass', () => {
  const size = 16 * 1024 * 1024;
  const fill = (line: string): Buffer => Buffer.alloc(size, line);
  const part = 'Content-Type: application/http\r\n\r\nPOST a HTTP/1.1\r\n\r\n';
  for (const middle of [
    '\n',
    '--batch_1',
    '--batch_1 ',
    '\n--batch_1 ',
    '\r',
    'A: b\n',
    '--batch_1x\n',
    '\n--batch_1\n',
  ]) {
    parseOrRefuse(Buffer.concat([Buffer.from(`--batch_1\n${part}`), fill(middle), Buffer.from('\n--batch_1--')]));
    parseOrRefuse(fill(middle));
  }
});

test(`the answers written are the answers a client reads (seed ${seed})`, () => {
  const answer = fc.record({
    contentId: fc.option(fc.constantFrom('1', 'a.b')),
    status: fc.constantFrom(200, 201, 204, 400, 404, 412, 429),
    headers: fc.constantFrom({}, { etag: 'W/"1"' }),
    body: fc.option(fc.dictionary(text, text).map((json) => JSON.stringify(json))),
  });
  const written = fc.oneof(
    answer.map((one) => ({ kind: 'one' as const, answer: one })),
    fc.array(answer, { minLength: 1, maxLength: 3 }).map((answers) => ({ kind: 'change-set' as const, answers })),
  );
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 5 }), (items) => {
      const { contentType, body } = writeBatch(items, () => crypto.randomUUID());
      const strip = (one: PartAnswer) => ({
        contentId: one.contentId,
        status: one.status,
        body: one.body === null ? null : JSON.parse(one.body),
      });
      expect(readBatch(body, contentType)).toMatchObject(
        items.map((one) => (one.kind === 'one' ? strip(one.answer) : one.answers.map(strip))),
      );
    }),
    { seed, numRuns },
  );
});
