import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleData } from './sample-data.ts';
import { openService, type SignedIn, type TestService } from './service-fixture.ts';

// On PGlite requests take turns; on PostgreSQL these are races.

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

const rounds = Array.from({ length: 10 }, (_, round) => round);
const eight = Array.from({ length: 8 }, (_, at) => at);
const statuses = async (sent: readonly Promise<{ readonly status: number }>[]): Promise<readonly number[]> =>
  (await Promise.all(sent)).map((answered) => answered.status).sort();

it('§2.5 of many that make one row exactly one does; without a precondition the others change it', async () => {
  for (const _ of rounds) {
    const [made, upserted, posted] = [randomUUID(), randomUUID(), randomUUID()];
    const headers = { 'if-none-match': '*' };
    const create = eight.map((at) => gwen.send('PATCH', `accounts(${made})`, { headers, body: { name: `${at}` } }));
    expect(await statuses(create)).toEqual([204, ...Array(7).fill(412)]);
    const prefer = { prefer: 'return=representation' };
    const upsert = eight.map((at) =>
      gwen.send('PATCH', `accounts(${upserted})`, { headers: prefer, body: { name: `${at}` } }),
    );
    expect(await statuses(upsert)).toEqual([...Array(7).fill(200), 201]);
    const post = eight.map((at) => gwen.send('POST', 'accounts', { body: { accountid: posted, name: `${at}` } }));
    expect(await statuses(post)).toEqual([204, ...Array(7).fill(412)]);
  }
});

it('§2.4 of many on one ETag exactly one wins, be it a change, an assignment, a link or a deletion', async () => {
  for (const _ of rounds) {
    const id = randomUUID();
    const born = await gwen.send('PATCH', `accounts(${id})`, { body: { name: 'a' } });
    const headers = { 'if-match': born.headers.get('etag') ?? '' };
    const path = `accounts(${id})`;
    const sent = [
      gwen.send('PATCH', path, { headers, body: { name: 'b' } }),
      gwen.send('PUT', `${path}/description`, { headers, body: { value: 'c' } }),
      gwen.send('DELETE', `${path}/primarycontactid/$ref`, { headers }),
      gwen.send('DELETE', path, { headers }),
    ];
    const answered = await statuses(sent);
    expect(answered.filter((status) => status === 204)).toHaveLength(1);
    expect(answered.filter((status) => status === 412 || status === 404)).toHaveLength(3);
  }
});

it('rows that are made to point to each other at once both are', async () => {
  for (const _ of rounds) {
    const [account, contact] = [`accounts(${randomUUID()})`, `contacts(${randomUUID()})`];
    await gwen.send('PATCH', account, { body: { name: 'a' } });
    await gwen.send('PATCH', contact, { body: { fullname: 'c' } });
    const sent = [
      gwen.send('PATCH', account, { body: { 'primarycontactid@odata.bind': contact } }),
      gwen.send('PATCH', contact, { body: { 'parentaccountid@odata.bind': account } }),
      gwen.send('POST', `${account}/contact_parentaccountid/$ref`, { body: { '@odata.id': contact } }),
    ];
    expect(await statuses(sent)).toEqual([204, 204, 204]);
  }
});

it('rows that point to each other are deleted at once without a deadlock that anybody sees', async () => {
  for (const _ of rounds) {
    const [account, contact] = [`accounts(${randomUUID()})`, `contacts(${randomUUID()})`];
    await gwen.send('PATCH', account, { body: { name: 'a' } });
    await gwen.send('PATCH', contact, { body: { fullname: 'c', 'parentaccountid@odata.bind': account } });
    await gwen.send('PATCH', account, { body: { 'primarycontactid@odata.bind': contact } });
    expect(await statuses([gwen.send('DELETE', account), gwen.send('DELETE', contact)])).toEqual([204, 204]);
  }
});

it('a pair that many make is there once', async () => {
  const [account, territory] = [`accounts(${randomUUID()})`, `territories(${randomUUID()})`];
  await gwen.send('PATCH', account, { body: { name: 'a' } });
  await gwen.send('PATCH', territory, { body: { name: 't' } });
  const make = eight.map(() =>
    gwen.send('POST', `${account}/account_territories/$ref`, { body: { '@odata.id': territory } }),
  );
  expect(await statuses(make)).toEqual([204, ...Array(7).fill(412)]);
});
