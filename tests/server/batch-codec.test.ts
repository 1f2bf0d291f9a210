import { describe, expect, it } from 'vitest';
import { resolveBody, resolveUrl } from '../../server/odata/batch/content-ids.ts';
import { type BatchItem, type BatchRequest, parseBatch } from '../../server/odata/batch/parse-batch.ts';
import { writeBatch } from '../../server/odata/batch/write-batch.ts';
import { Refused } from '../../server/odata/service-error.ts';
import { batchText, readBatch } from './batch-fixture.ts';

const type = 'multipart/mixed; boundary=batch_1';
const parse = (text: string, contentType = type): readonly BatchItem[] => parseBatch(contentType, Buffer.from(text));
const requests = (items: readonly BatchItem[]): readonly BatchRequest[] =>
  items.flatMap((item) => (item.kind === 'request' ? [item.request] : item.requests));
const refusal = (text: string, contentType = type): { status: number; message: string } => {
  try {
    parse(text, contentType);
  } catch (error) {
    if (error instanceof Refused) return { status: error.error.status, message: error.error.message };
    throw error;
  }
  throw new Error('it was taken');
};

const create = { method: 'POST', url: 'accounts', body: { name: 'a' } };
const part = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n';
const whole = (content: string): string => `--batch_1\r\n${content}\r\n--batch_1--\r\n`;

describe('§2.6 reading a batch', () => {
  it.each([
    ['CRLF', '\r\n'],
    ['bare LF', '\n'],
  ])('with %s: requests and change sets in order, their parts as written', (_, eol) => {
    const items = parse(
      batchText(
        [
          { method: 'GET', url: '/api/data/v9.2/accounts?$top=1', headers: { Prefer: 'odata.maxpagesize=2' } },
          [
            { ...create, contentId: '1' },
            { method: 'PATCH', url: '$1', body: { name: 'b' }, contentId: '2' },
          ],
          { method: 'DELETE', url: 'https://a.test/api/data/v9.2/accounts(1)', headers: { 'If-Match': 'W/"7"' } },
        ],
        eol,
      ),
    );
    expect(items.map(({ kind }) => kind)).toEqual(['request', 'change-set', 'request']);
    expect(
      requests(items).map(({ where, contentId, method, url, body }) => [
        where,
        contentId,
        method,
        url,
        `${body}`.trim(),
      ]),
    ).toEqual([
      ['Part 1', null, 'GET', '/api/data/v9.2/accounts?$top=1', ''],
      ['Part 2, request 1 of its change set', '1', 'POST', 'accounts', '{"name":"a"}'],
      ['Part 2, request 2 of its change set', '2', 'PATCH', '$1', '{"name":"b"}'],
      ['Part 3', null, 'DELETE', 'https://a.test/api/data/v9.2/accounts(1)', ''],
    ]);
    expect(requests(items).map(({ headers }) => Object.fromEntries(headers))).toEqual([
      { prefer: 'odata.maxpagesize=2' },
      { 'content-type': 'application/json' },
      { 'content-type': 'application/json' },
      { 'if-match': 'W/"7"' },
    ]);
  });

  it('takes a quoted boundary, what stands before and after, padding, and a request without an empty line behind', () => {
    const text = `before\r\n--a b\r\n${part}GET accounts HTTP/1.1\r\n--a b \t\r\n${part}DELETE accounts(1) HTTP/1.1\r\n--a b--\r\nafter --a b`;
    expect(requests(parse(text, 'Multipart/Mixed;charset=utf-8; boundary="a b"')).map(({ method }) => method)).toEqual([
      'GET',
      'DELETE',
    ]);
  });

  it('tells a delimiter from text that only begins like one', () => {
    const body = '{"a":"--batch_1 --batch_1--"}\r\n--batch_12\r\n --batch_1\r\n--batch_1--x';
    const items = parse(whole(`${part}POST accounts HTTP/1.1\r\n\r\n${body}`));
    expect(requests(items).map((request) => `${request.body}`)).toEqual([body]);
  });

  it('keeps the bytes of a body', () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128, 10]);
    const text = Buffer.concat([
      Buffer.from(`--batch_1\r\n${part}POST accounts HTTP/1.1\r\n\r\n`),
      bytes,
      Buffer.from('\r\n--batch_1--'),
    ]);
    expect(requests(parseBatch(type, text))[0]?.body.equals(bytes)).toBe(true);
  });

  it('§2.1 a URL inside a batch may have 65,536 characters, and blanks (inferred)', () => {
    const long = `accounts?$filter=name eq '${'x'.repeat(65_536)}`.slice(0, 65_535);
    expect(requests(parse(batchText([{ method: 'GET', url: `${long}'` }])))[0]?.url).toHaveLength(65_536);
    expect(refusal(batchText([{ method: 'GET', url: `${long}x'` }]))).toEqual({
      status: 400,
      message: 'Part 1: the address is longer than 65536 characters.',
    });
  });

  it('up to 1,000 requests, those of change sets counted', () => {
    const many = (count: number) => Array.from({ length: count }, () => create);
    expect(requests(parse(batchText([many(600), ...many(400)])))).toHaveLength(1_000);
    for (const items of [[many(600), ...many(401)], many(1_001), [many(1_001)]]) {
      expect(refusal(batchText(items))).toMatchObject({ status: 400, message: expect.stringContaining('1000') });
    }
  });

  it.each([
    ['no boundary', 'x', 'multipart/mixed', 400, 'The Content-Type of the batch: multipart/mixed needs a boundary'],
    ['a broken boundary', 'x', 'multipart/mixed; boundary="a\u00e9"', 400, 'needs a boundary of 1 to 70'],
    ['a long boundary', 'x', `multipart/mixed; boundary=${'b'.repeat(71)}`, 400, 'needs a boundary of 1 to 70'],
    ['JSON (inferred)', '{"requests":[]}', 'application/json', 415, 'A batch must be multipart/mixed'],
    ['no Content-Type', 'x', '', 415, 'A batch must be multipart/mixed'],
    ['nothing', '', type, 400, "The batch: the delimiter '--batch_1' does not occur"],
    ['no part', '--batch_1--\r\n', type, 400, 'The batch is empty'],
    ['a cut body', batchText([create, create]).slice(0, -12), type, 400, "closing delimiter '--batch_1--' is missing"],
    ['an empty part', whole(''), type, 400, 'Part 1: its Content-Type must be application/http'],
    ['no request in a part', whole(part), type, 400, 'Part 1: there is no request in it'],
    ['another type of part', whole('Content-Type: text/plain\r\n\r\nx'), type, 400, "not 'text/plain'"],
    [
      'another encoding',
      whole(`Content-Transfer-Encoding: base64\r\n${part}GET a HTTP/1.1`),
      type,
      400,
      'must be binary',
    ],
    ['a broken request line', whole(`${part}GET accounts`), type, 400, "Part 1: 'GET accounts' is not a request line"],
    [
      'another method',
      whole(`${part}TRACE accounts HTTP/1.1`),
      type,
      400,
      'the method TRACE is not allowed in a batch',
    ],
    ['a control character', whole(`${part}GET acc\u0001ounts HTTP/1.1`), type, 400, 'holds a control character'],
    [
      'a broken header',
      whole(`${part}GET accounts HTTP/1.1\r\nno header`),
      type,
      400,
      "'no header' is not a header line",
    ],
    ['a folded header', whole(`${part}GET accounts HTTP/1.1\r\nA: b\r\n c`), type, 400, "' c' is not a header line"],
    ['a header no HTTP allows', whole(`${part}GET accounts HTTP/1.1\r\nA: \u20ac`), type, 400, 'is not a header line'],
    ['a large header', whole(`${part}GET a HTTP/1.1\r\nA: ${'x'.repeat(20_000)}`), type, 400, 'the headers are larger'],
    [
      'many headers',
      whole(`${part}GET a HTTP/1.1\r\n${'A: b\r\n'.repeat(200)}`),
      type,
      400,
      'more than 100 header lines',
    ],
    ['an endless line', whole(`${part}GET ${'x'.repeat(300_000)} HTTP/1.1`), type, 400, 'header lines are too long'],
    ['a broken Content-ID', whole(`Content-ID: a b\r\n${part}GET a HTTP/1.1`), type, 400, 'a Content-ID is'],
    ['an empty change set', batchText([[]]), type, 400, 'Part 1: the change set is empty'],
    [
      'GET in a change set',
      batchText([[{ method: 'GET', url: 'accounts' }]]),
      type,
      400,
      'GET is not allowed in a change',
    ],
  ])('%s is refused, and says where', (_, text, contentType, status, message) => {
    expect(refusal(text, contentType)).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  it('a change set in a change set, and one cut off by the delimiter of the batch, are refused', () => {
    const nested = batchText([[create]]).replace(
      /--changeset_1\r\n[\s\S]*?\r\n\r\n/,
      `--changeset_1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n`,
    );
    expect(refusal(nested).message).toContain('Part 1, request 1 of its change set: its Content-Type must be');
    expect(refusal(batchText([[create]]).replace('--changeset_1--\r\n', '')).message).toContain(
      "Part 1, a change set: the closing delimiter '--changeset_1--' is missing",
    );
  });

  it('a Content-ID twice in a change set is refused (inferred); in two change sets it may be', () => {
    const one = { ...create, contentId: '1' };
    expect(refusal(batchText([[one, one]])).message).toContain("the Content-ID '1' is used twice");
    expect(parse(batchText([[one], [one], one]))).toHaveLength(3);
  });
});

describe('§2.6 writing the answers', () => {
  const id = '11111111-2222-4333-8444-555555555555';
  const none = { contentId: null, headers: {}, body: null };

  it('in the documented shape', () => {
    const json = { 'content-type': 'application/json; odata.metadata=minimal' };
    const entity = { 'odata-entityid': 'https://a.test/api/data/v9.2/accounts(1)' };
    const { contentType, body } = writeBatch(
      [
        { kind: 'change-set', answers: [{ contentId: '1', status: 204, headers: entity, body: null }] },
        { kind: 'one', answer: { ...none, status: 400, headers: json, body: '{"error":{}}' } },
      ],
      () => id,
    );
    expect(contentType).toBe(`multipart/mixed; boundary=batchresponse_${id}`);
    expect(body.split('\r\n')).toEqual([
      `--batchresponse_${id}`,
      `Content-Type: multipart/mixed; boundary=changesetresponse_${id}`,
      '',
      `--changesetresponse_${id}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'HTTP/1.1 204 No Content',
      'OData-Version: 4.0',
      'OData-EntityId: https://a.test/api/data/v9.2/accounts(1)',
      '',
      '',
      `--changesetresponse_${id}--`,
      `--batchresponse_${id}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      'HTTP/1.1 400 Bad Request',
      'OData-Version: 4.0',
      'Content-Type: application/json; odata.metadata=minimal',
      '',
      '{"error":{}}',
      `--batchresponse_${id}--`,
      '',
    ]);
  });

  it('a header cannot bring in lines of its own', () => {
    const answer = { ...none, status: 204, headers: { etag: 'a\r\nX: y\r\n\r\nz' } };
    const { contentType, body } = writeBatch([{ kind: 'one', answer }], () => id);
    const [read] = readBatch(body, contentType);
    expect(read).toMatchObject({ status: 204, body: null });
    expect(body).toContain('\r\nETag: a X: y z\r\n');
  });
});

describe('§2.6 references by Content-ID', () => {
  const known = new Map([
    ['1', 'accounts(a)'],
    ['10', 'contacts(b)'],
  ]);
  const bodyOf = (body: unknown): unknown => JSON.parse(`${resolveBody(Buffer.from(JSON.stringify(body)), known)}`);

  it('begin a URL, alone or followed by a path or options', () => {
    expect(['$1', '$10', '$1/primarycontactid/$ref', '$1?$select=name'].map((url) => resolveUrl(url, known))).toEqual([
      'accounts(a)',
      'contacts(b)',
      'accounts(a)/primarycontactid/$ref',
      'accounts(a)?$select=name',
    ]);
    for (const url of ['accounts', '$metadata', '/api/data/v9.2/$1']) expect(resolveUrl(url, known)).toBe(url);
    expect(() => resolveUrl('$2', known)).toThrow("Content-ID Reference: '$2' does not exist in the batch context.");
  });

  it('are values of @odata.bind and @odata.id, also in lists and in rows within the row; other text stays', () => {
    expect(
      bodyOf({
        name: '$1',
        'a@odata.bind': '$1',
        'b@odata.bind': ['$10', '/accounts(c)'],
        'c@odata.bind': null,
        d: [{ 'e@odata.bind': '$10' }],
        '@odata.id': '$1',
      }),
    ).toEqual({
      name: '$1',
      'a@odata.bind': '/accounts(a)',
      'b@odata.bind': ['/contacts(b)', '/accounts(c)'],
      'c@odata.bind': null,
      d: [{ 'e@odata.bind': '/contacts(b)' }],
      '@odata.id': '/accounts(a)',
    });
    expect(() => bodyOf({ 'a@odata.bind': '$3' })).toThrow("Content-ID Reference: '$3'");
  });

  it('leave what is no JSON to the request, and refuse what is nested beyond measure', () => {
    for (const text of ['{"a@odata.bind":"$1"', '"$\u00ff']) {
      expect(`${resolveBody(Buffer.from(text), known)}`).toBe(text);
    }
    const deep = `${'['.repeat(200_000)}{"a@odata.bind":"$1"}${']'.repeat(200_000)}`;
    expect(() => resolveBody(Buffer.from(deep), known)).toThrow('nested deeper than 16 levels');
  });
});
