import { describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../src/service/answer.ts';
import { boundaryOf, readMultipart } from '../../src/service/batch/multipart.ts';
import { readBatch } from '../../src/service/batch/read-batch.ts';
import { writeBatch } from '../../src/service/batch/write-batch.ts';
import type { ServiceRequest } from '../../src/service/request.ts';

const json = { accepts: 'json', headers: {} } as const;
const root = 'https://service.example/api/data/v9.2/';

function patch(key: string, body: string, precondition: ServiceRequest['precondition']): ServiceRequest {
  return {
    method: 'PATCH',
    url: `${root}accounts(${key})?$select=name`,
    prefer: ['return=representation'],
    precondition,
    body,
    ...json,
  };
}

const answer = (text: string, contentType = 'multipart/mixed; boundary=b1', status = 200): RawAnswer => ({
  status,
  contentType,
  retryAfter: null,
  date: 'Wed, 25 Nov 2026 10:00:00 GMT',
  epoch: 'e1',
  text,
  bytes: text.length,
  isRedirect: false,
  accepts: 'batch',
  at: 5,
});

const part = (status: number, body: string, headers: readonly string[] = [], mime: readonly string[] = []) => [
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  ...mime,
  '',
  `HTTP/1.1 ${status} Whatever`,
  'Content-Type: application/json; odata.metadata=minimal',
  ...headers,
  '',
  body,
];

const whole = (parts: readonly (readonly string[])[], lineEnd = '\r\n') =>
  [...parts.flatMap((lines) => ['--b1', ...lines]), '--b1--', ''].join(lineEnd);

describe('a batch as it is written', () => {
  test('is multipart, asks to go on after an error, and carries each request with its own headers', () => {
    const batch = writeBatch(
      [
        [patch('1', '{"name":"A"}', { kind: 'must be new' })],
        [
          patch('2', '{"name":"B"}', { kind: 'must be', etag: 'W/"7"' }),
          {
            method: 'DELETE',
            url: `${root}accounts(3)`,
            prefer: [],
            precondition: { kind: 'must be', etag: 'W/"8"' },
            body: null,
            ...json,
          },
        ],
      ],
      root,
    );
    expect(batch).toMatchObject({
      method: 'POST',
      url: `${root}$batch`,
      prefer: ['odata.continue-on-error'],
      contentType: 'multipart/mixed; boundary=batch_landfall1',
      accepts: 'batch',
    });
    const { parts, isWhole } = readMultipart(batch.body ?? '', 'batch_landfall1');
    expect([parts.length, isWhole]).toEqual([2, true]);
    expect(parts[0]).toContain(
      'PATCH /api/data/v9.2/accounts(1)?$select=name HTTP/1.1\r\nAccept: application/json\r\n',
    );
    expect(parts[0]).toContain('If-None-Match: *');
    expect(parts[0]).toContain('\r\n\r\n{"name":"A"}');
    expect(parts[0]).not.toContain('Authorization');
    const inner = readMultipart(parts[1] ?? '', boundaryOf(parts[1]?.split('\r\n')[0]?.split(': ')[1] ?? '') ?? '');
    expect(inner.parts.map((text) => /Content-ID: (\d)/.exec(text)?.[1])).toEqual(['1', '2']);
    expect(inner.parts[1]).toContain('DELETE /api/data/v9.2/accounts(3) HTTP/1.1');
    expect(inner.parts[1]).toContain('If-Match: W/"8"');
  });

  test('takes a boundary that nothing a person wrote holds', () => {
    const body = JSON.stringify({ name: 'x\n--batch_landfall1--\nlandfall2' });
    expect(writeBatch([[patch('1', body, { kind: 'none' })]], root).contentType).toContain('batch_landfall3');
  });

  test('does not let a version begin another header', () => {
    const batch = writeBatch([[patch('1', '{}', { kind: 'must be', etag: 'W/"1"\r\nX-Evil: 1' })]], root);
    expect(batch.body).not.toContain('\nX-Evil');
  });
});

describe('the answer to a batch', () => {
  test.each(['\r\n', '\n'])('is read in order, lines ending with %j', (lineEnd) => {
    const read = readBatch(
      answer(whole([part(200, '{"a":1}', ['ETag: W/"1"']), part(412, '{"error":{}}'), part(204, '')], lineEnd)),
    );
    expect(read?.isWhole).toBe(true);
    const raws = read?.items.map((item) => (item.kind === 'one' ? item.part.raw : null));
    expect(raws?.map((raw) => [raw?.status, raw?.text])).toEqual([
      [200, '{"a":1}'],
      [412, '{"error":{}}'],
      [204, ''],
    ]);
    expect(raws?.[0]).toMatchObject({ epoch: 'e1', at: 5, contentType: 'application/json; odata.metadata=minimal' });
  });

  test('may hold the text of its boundary, and text before and after', () => {
    const body = '{"name":"--b1 and --b1-- \\r\\n--b1\\r\\n"}';
    const text = `before\r\n--b1x\r\n${whole([part(200, body)])}after`;
    const read = readBatch(answer(text));
    expect(read?.items).toMatchObject([{ part: { raw: { text: body } } }]);
    expect(read?.isWhole).toBe(true);
  });

  test('carries what each part asks for', () => {
    const read = readBatch(answer(whole([part(429, '{}', ['Retry-After: 17'])])));
    expect(read?.items).toMatchObject([{ part: { raw: { status: 429, retryAfter: '17' } } }]);
  });

  test('knows a change set, and one that was refused by one part in its place', () => {
    const set = [
      'Content-Type: multipart/mixed; boundary="c1"',
      '',
      '--c1',
      ...part(204, '', [], ['Content-ID: 2']),
      '--c1',
      ...part(204, '', [], ['Content-ID: 1']),
      '--c1--',
    ];
    const read = readBatch(answer(whole([set, part(412, '{}', [], ['content-id: 2'])])));
    expect(read?.items).toMatchObject([
      { kind: 'change set', parts: [{ contentId: '2' }, { contentId: '1' }] },
      { kind: 'one', part: { contentId: '2', raw: { status: 412 } } },
    ]);
  });

  test('counts as cut off wherever it was cut, and what is left of it is never more than was there', () => {
    const parts = [part(200, '{"a":1}'), part(200, '{"b":2}'), part(200, '{"c":3}')];
    const text = whole(parts).trimEnd();
    for (let length = 0; length < text.length; length += 1) {
      const read = readBatch(answer(text.slice(0, length)));
      expect(read?.isWhole).toBe(false);
      const texts = read?.items.map((item) => (item.kind === 'one' ? item.part.raw?.text : null));
      expect(texts).toEqual(['{"a":1}', '{"b":2}', '{"c":3}'].slice(0, texts?.length));
      expect(texts?.length).toBeLessThan(4);
    }
    expect(readBatch(answer(text))?.isWhole).toBe(true);
  });

  test('does not take a part for whole that says it was longer', () => {
    const read = readBatch(answer(whole([part(200, '{"a":1', ['Content-Length: 7'])])));
    expect(read?.items).toMatchObject([{ part: { raw: null } }]);
  });

  test('has no parts where it is something else', () => {
    expect(readBatch(answer('{"error":{}}', 'application/json', 404))).toBeNull();
    expect(readBatch(answer('', 'multipart/mixed', 200))).toBeNull();
  });
});
