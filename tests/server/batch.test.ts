import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchText, membersOf, partOf, type ReadItem, readBatch, type Sent, type SentItem } from './batch-fixture.ts';
import { base, dataPath, type Json, openService, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let dana: SignedIn;
let tom: SignedIn;
beforeAll(async () => {
  service = await openService();
  dana = await service.as('dana');
  tom = await service.as('tom');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

type Headers = Readonly<Record<string, string>>;
type Answered = { readonly status: number; readonly headers: globalThis.Headers; readonly text: string };

async function post(text: string, headers: Headers = {}, person = dana): Promise<Answered> {
  const type = { 'content-type': 'multipart/mixed; boundary=batch_1' };
  const answered = await service.app.request(`${base}${dataPath}/$batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, ...type, ...headers },
    body: text,
  });
  return { status: answered.status, headers: answered.headers, text: await answered.text() };
}

const read = ({ text, headers }: Answered): readonly ReadItem[] => readBatch(text, headers.get('content-type') ?? '');
const run = async (items: readonly SentItem[], headers: Headers = {}, person = dana) => {
  const answered = await post(batchText(items), headers, person);
  return { status: answered.status, items: read(answered) };
};
const goOn = { prefer: 'odata.continue-on-error' };
const make = (id: string, name = 'new', rest: Partial<Sent> = {}): Sent => ({
  method: 'PATCH',
  url: `accounts(${id})`,
  body: { name },
  ...rest,
});
const tooLong = 'x'.repeat(5_000);
const nameOf = async (id: string): Promise<unknown> => {
  const { status, body } = await dana.get(`accounts(${id})`);
  return status === 404 ? null : body.name;
};

describe('§2.6 a batch', () => {
  it('runs one after the other and answers in order, each part as the request alone would be answered', async () => {
    const id = randomUUID();
    const { status, items } = await run([
      make(id, 'first'),
      { method: 'GET', url: `${dataPath}/accounts(${id})?$select=name` },
      { method: 'PATCH', url: `${base}${dataPath}/accounts(${id})`, body: { name: 'second' } },
      { method: 'GET', url: `accounts(${id})?$select=name` },
      { method: 'DELETE', url: `accounts(${id})` },
    ]);
    expect(status).toBe(200);
    const [created, , , again, gone] = items.map(partOf);
    expect([created?.status, created?.reason]).toEqual([204, 'No Content']);
    const address = `${base}${dataPath}/accounts(${id})`;
    for (const name of ['odata-entityid', 'location']) expect(created?.headers.get(name)).toBe(address);
    expect(again).toMatchObject({ status: 200, body: { name: 'second', accountid: id } });
    expect(again?.headers.get('content-type')).toContain('application/json');
    expect(again?.headers.get('odata-version')).toBe('4.0');
    expect(items.map((item) => partOf(item).body?.name)).toEqual([undefined, 'first', undefined, 'second', undefined]);
    expect(gone?.status).toBe(204);
    expect(await nameOf(id)).toBe(null);
  });

  it('stops at the first error: the whole answers with its status and the parts up to it', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const { status, items } = await run([make(first), make(second, tooLong), make(third)]);
    expect(status).toBe(400);
    expect(items.map((item) => partOf(item).status)).toEqual([204, 400]);
    expect(partOf(items[1]).body).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    expect([await nameOf(first), await nameOf(second), await nameOf(third)]).toEqual(['new', null, null]);
    const missing = await run([{ method: 'GET', url: `accounts(${randomUUID()})` }]);
    expect([missing.status, partOf(missing.items[0]).status]).toEqual([404, 404]);
  });

  it('goes on after errors if asked to: 200, and each part has its own status', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const items = [make(first, tooLong), [make(second), make(first, tooLong)], make(second, 'kept')];
    const answered = await run(items, goOn);
    expect(answered.status).toBe(200);
    expect(answered.items.map((item) => partOf(item).status)).toEqual([400, 400, 204]);
    expect(await nameOf(second)).toBe('kept');
    expect((await run(items, { prefer: 'odata.continue-on-error=false' })).status).toBe(400);
  });

  it("a part's preconditions and preferences are its own, those of the batch are not passed on", async () => {
    const id = randomUUID();
    const etag = (await dana.send('PATCH', `accounts(${id})`, { body: { name: 'a' } })).headers.get('etag') ?? '';
    const stale = { 'If-Match': 'W/"0"' };
    const { items } = await run(
      [
        make(id, 'b', { headers: stale }),
        make(id, 'c', { headers: { 'If-Match': etag, Prefer: 'return=representation' } }),
        make(id, 'd', { headers: { 'If-None-Match': '*' } }),
        make(id, 'e'),
      ],
      { prefer: 'odata.continue-on-error, return=representation', 'if-match': 'W/"0"' },
    );
    expect(items.map((item) => [partOf(item).status, partOf(item).body?.name])).toEqual([
      [412, undefined],
      [200, 'c'],
      [412, undefined],
      [204, undefined],
    ]);
    const codes = items.map((item) => (partOf(item).body?.error as Json | undefined)?.code);
    expect(codes).toEqual(['0x80060882', undefined, '0x80040237', undefined]);
  });

  it('is one person: without a token nothing runs, and a token within a part changes nothing', async () => {
    const id = randomUUID();
    expect((await post(batchText([make(id)]), { authorization: '' })).status).toBe(401);
    expect(await nameOf(id)).toBe(null);
    const owned = await run([make(id, 'a', { headers: { Authorization: `Bearer ${tom.token}` } })]);
    expect(owned.status).toBe(200);
    const mine = await run(
      [{ method: 'GET', url: `accounts(${id})`, headers: { Authorization: dana.token } }],
      {},
      tom,
    );
    expect(mine.status).toBe(404);
  });

  it('a change set that names no row of another person says no more than a single request would', async () => {
    const id = randomUUID();
    await run([make(id, 'secret of dana')]);
    const alone = await tom.send('PATCH', `accounts(${id})`, { body: { name: 'x' } });
    const answered = await run([[make(id, 'x')]], {}, tom);
    expect(partOf(answered.items[0])).toMatchObject({ status: alone.status, body: alone.body });
  });

  it.each([
    ['another host', 'https://elsewhere.test/api/data/v9.2/accounts', 'is not below'],
    ['another path', '/api/sign-in', 'is not below'],
    ['a way out', `${dataPath}/../../sign-in`, 'is not below'],
    ['no address', 'http://', 'is not below'],
    ['a batch in the batch', '$batch', 'cannot hold another batch'],
    ['a hidden batch in the batch', `${dataPath}/%24batch`, 'cannot hold another batch'],
  ])('refuses %s', async (_, url, message) => {
    const { status, items } = await run([{ method: 'POST', url, body: {} }]);
    expect(status).toBe(400);
    expect(partOf(items[0]).body).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });

  it('what cannot be read runs not at all, nor with continue-on-error (inferred); JSON batches and other methods are refused (inferred)', async () => {
    const id = randomUUID();
    const cut = await post(batchText([make(id)]).slice(0, -5));
    expect(cut.status).toBe(400);
    expect(JSON.parse(cut.text).error.message).toContain("closing delimiter '--batch_1--' is missing");
    expect((await post(batchText([make(id)]).slice(0, -5), goOn)).status).toBe(400);
    expect(await nameOf(id)).toBe(null);
    expect((await post('{"requests":[]}', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await dana.get('$batch')).status).toBe(405);
    expect((await post('x', { 'content-length': String(17 * 1024 * 1024) })).status).toBe(413);
  });

  it('§2.1 takes an address of 65,536 characters in a part, 32,768 outside', async () => {
    const filter = (length: number): string => {
      const start = 'accounts?$select=name&$filter=';
      return start + 'x'.repeat(length - start.length);
    };
    const alone = (length: number) => dana.get(filter(length - `${base}${dataPath}/`.length));
    expect((await alone(32_769)).body).toMatchObject({
      error: { message: expect.stringContaining('longer than 32768') },
    });
    // What may be said in it is the filter's business; here only that its length is none.
    const inner = await run([{ method: 'GET', url: filter(65_536) }]);
    expect(JSON.stringify(inner.items)).not.toMatch(/address is longer/);
    expect(JSON.stringify((await alone(32_768)).body)).not.toMatch(/address is longer/);
  });
});

describe('§2.6 a change set', () => {
  it('is applied whole, and answered by its members with their Content-IDs', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const { status, items } = await run([
      [make(first, 'a', { contentId: '1' }), make(second, 'b', { contentId: 'two' })],
      { method: 'GET', url: `accounts(${second})?$select=name` },
    ]);
    expect(status).toBe(200);
    expect(membersOf(items[0]).map(({ contentId, status }) => [contentId, status])).toEqual([
      ['1', 204],
      ['two', 204],
    ]);
    expect(partOf(items[1]).body?.name).toBe('b');
  });

  it('is not applied at all if one member is refused: one answer stands in its place', async () => {
    const [before, first, second] = [randomUUID(), randomUUID(), randomUUID()];
    await run([make(first, 'was')]);
    const { status, items } = await run([
      make(before),
      [
        make(first, 'changed', { contentId: '1' }),
        make(second, 'made', { contentId: '2' }),
        { method: 'DELETE', url: `accounts(${randomUUID()})`, contentId: '3' },
        make(randomUUID(), 'never', { contentId: '4' }),
      ],
    ]);
    expect([status, items.length]).toEqual([404, 2]);
    // Inferred: which of them it was is told by its Content-ID.
    expect(partOf(items[1])).toMatchObject({ status: 404, contentId: '3' });
    expect([await nameOf(before), await nameOf(first), await nameOf(second)]).toEqual(['new', 'was', null]);
  });

  it('leaves no trace of what it took back: a delta brings nothing of it', async () => {
    const id = randomUUID();
    await run([make(id, 'stays')]);
    const track = { prefer: 'odata.track-changes' };
    let link = String((await dana.get('accounts?$select=name', track)).body['@odata.deltaLink']);
    await run([[make(id, 'x'), { method: 'DELETE', url: `accounts(${id})` }, make(randomUUID()), make(id, tooLong)]]);
    const { body } = await dana.get(link);
    expect(body.value).toEqual([]);
    link = String(body['@odata.deltaLink']);
    await run([[make(id, 'x'), make(id, 'y')]]);
    expect((await dana.get(link)).body.value).toMatchObject([{ accountid: id, name: 'y' }]);
  });

  it('$1 stands for the row of an earlier member, in addresses and in @odata.bind', async () => {
    const name = `Head ${randomUUID()}`;
    const { status, items } = await run([
      [
        { method: 'POST', url: 'accounts', body: { name }, contentId: '1' },
        { method: 'POST', url: 'contacts', body: { fullname: 'Bound Person' }, contentId: '2' },
        { method: 'PATCH', url: '$1', body: { telephone1: '1', 'primarycontactid@odata.bind': '$2' }, contentId: '3' },
        {
          method: 'POST',
          url: 'msdyn_workorders',
          body: { msdyn_name: name, 'msdyn_serviceaccount@odata.bind': '$3' },
          headers: { Prefer: 'return=representation' },
        },
      ],
    ]);
    expect([status, items]).toMatchObject([
      200,
      [[{ status: 204 }, { status: 204 }, { status: 204 }, { status: 201 }]],
    ]);
    const [account, contact, , order] = membersOf(items[0]);
    const row = (await dana.get(account?.headers.get('odata-entityid') ?? '')).body;
    expect(row).toMatchObject({ name, telephone1: '1' });
    expect(contact?.headers.get('odata-entityid')).toContain(`contacts(${row._primarycontactid_value})`);
    expect(order?.body?._msdyn_serviceaccount_value).toBe(row.accountid);
  });

  it('$1 stands before a column and a lookup as well, and in @odata.id', async () => {
    const { status, items } = await run([
      [
        { method: 'POST', url: 'accounts', body: { name: 'before' }, contentId: '1' },
        { method: 'POST', url: 'contacts', body: { fullname: 'Linked Person' }, contentId: '2' },
        { method: 'PUT', url: '$1/name', body: { value: 'after' } },
        { method: 'PUT', url: '$1/primarycontactid/$ref', body: { '@odata.id': '$2' } },
      ],
    ]);
    expect([status, items]).toMatchObject([
      200,
      [[{ status: 204 }, { status: 204 }, { status: 204 }, { status: 204 }]],
    ]);
    const [account, contact] = membersOf(items[0]);
    const row = (await dana.get(account?.headers.get('odata-entityid') ?? '')).body;
    expect(row.name).toBe('after');
    expect(contact?.headers.get('odata-entityid')).toContain(`contacts(${row._primarycontactid_value})`);
  });

  it('a reference to a later or unknown Content-ID, or to that of another change set, is a 400', async () => {
    const id = randomUUID();
    const bind = { msdyn_name: 'a', 'msdyn_serviceaccount@odata.bind': '$2' };
    for (const items of [
      [
        [
          make(id, 'a', { contentId: '1' }),
          { method: 'PATCH', url: '$2', body: { name: 'b' } },
          make(id, 'c', { contentId: '2' }),
        ],
      ],
      [[make(id, 'a', { contentId: '1' }), { method: 'POST', url: 'msdyn_workorders', body: bind }]],
      [[make(randomUUID(), 'a', { contentId: '2' })], [make(id, 'b'), { method: 'DELETE', url: '$2' }]],
      [{ method: 'GET', url: '$2' }],
    ]) {
      const { status, items: answers } = await run(items);
      expect(status).toBe(400);
      expect(partOf(answers.at(-1)).body).toMatchObject({
        error: { message: "Content-ID Reference: '$2' does not exist in the batch context." },
      });
      expect(await nameOf(id)).toBe(null);
    }
  });

  it('two change sets and single requests on the same rows at once: each sees all of another or nothing', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const write = (name: string) => run([ids.map((id) => make(id, name))]);
    await write('0');
    const names = Array.from({ length: 8 }, (_, at) => `writer ${at}`);
    await Promise.all(names.map(write));
    const seen = await Promise.all(ids.map(nameOf));
    expect(new Set(seen).size).toBe(1);
    expect(names).toContain(seen[0]);
  });

  it('two change sets that lock the same rows in opposite order are both applied', async () => {
    const ids = [randomUUID(), randomUUID()];
    await run([ids.map((id) => make(id, 'before'))]);
    const both = await Promise.all([
      run([ids.map((id) => make(id, 'forth'))]),
      run([ids.toReversed().map((id) => make(id, 'back'))]),
    ]);
    expect(both.map(({ status, items }) => [status, membersOf(items[0]).length])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    const [first, second] = await Promise.all(ids.map(nameOf));
    expect(first).toBe(second);
  });

  it('1,000 members are one transaction', async () => {
    const ids = Array.from({ length: 1_000 }, () => randomUUID());
    const failing = await run([[...ids.slice(1).map((id) => make(id)), make(ids[0] ?? '', tooLong)]]);
    expect([failing.status, failing.items.length]).toEqual([400, 1]);
    expect(await nameOf(ids[500] ?? '')).toBe(null);
    const { status, items } = await run([ids.map((id) => make(id))]);
    expect([status, membersOf(items[0]).length]).toEqual([200, 1_000]);
    const filter = `accounts?$select=name&$filter=accountid eq ${ids[999]}`;
    expect((await dana.get(filter)).body.value).toHaveLength(1);
  });
});
