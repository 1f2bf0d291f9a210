import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData } from './sample-data.ts';
import { base, dataPath, openService, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData });
  gwen = await service.as('gwen');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const json = '{"name":"Möbel"}';

async function post(path: string, body: string | Uint8Array, headers: Record<string, string>) {
  const answered = await service.app.request(`${base}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : Uint8Array.from(body),
    headers: { authorization: `Bearer ${gwen.token}`, 'content-type': 'application/json', ...headers },
  });
  return { status: answered.status, text: await answered.text() };
}

const batchWith = (head: string): string =>
  [
    '--b',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `POST ${dataPath}/accounts HTTP/1.1`,
    head,
    '',
    json,
    '--b--',
    '',
  ].join('\r\n');

describe('a body in what the service does not read is 415 (inferred)', () => {
  it.each([
    ['content-encoding', 'gzip'],
    ['content-encoding', 'identity, gzip'],
    ['content-type', 'application/json; charset=utf-16'],
    ['content-type', 'application/json;odata.metadata=full; Charset = "iso-8859-1"'],
    ['content-type', 'application/json; charset=utf-8; charset=utf-7'],
    ['content-type', 'application/json; charset='],
    ['content-type', 'text/plain'],
  ])('%s: %s', async (name, value) => {
    const before = await gwen.get('accounts?$count=true&$top=1');
    const body = value.includes('gzip') ? gzipSync(json) : json;
    expect((await post(`${dataPath}/accounts`, body, { [name]: value })).status).toBe(415);
    expect((await post('/api/sign-in', body, { [name]: value })).status).toBe(415);
    expect(await gwen.get('accounts?$count=true&$top=1')).toMatchObject({ body: before.body });
  });

  it('of a batch as a whole, and of each part', async () => {
    const multipart = { 'content-type': 'multipart/mixed; boundary=b' };
    const plain = batchWith('Content-Type: application/json; charset=UTF-8');
    expect((await post(`${dataPath}/$batch`, plain, multipart)).text).toContain('204 No Content');
    const zipped = await post(`${dataPath}/$batch`, gzipSync(plain), { ...multipart, 'content-encoding': 'gzip' });
    expect(zipped.status).toBe(415);
    for (const head of [
      'Content-Type: application/json\r\nContent-Encoding: gzip',
      'Content-Type: application/json; charset=latin1',
    ]) {
      const parts = await post(`${dataPath}/$batch`, batchWith(head), multipart);
      expect([head, parts.status]).toEqual([head, 415]);
    }
  });
});

it.each([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8";IEEE754Compatible=true',
])('%s is read as utf-8', async (type) => {
  const encoded = { 'content-type': type, 'content-encoding': 'Identity', prefer: 'return=representation' };
  const created = await post(`${dataPath}/accounts`, json, encoded);
  expect([created.status, JSON.parse(created.text).name]).toEqual([201, 'Möbel']);
});
