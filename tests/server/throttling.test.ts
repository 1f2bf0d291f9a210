import { afterEach, describe, expect, it } from 'vitest';
import { batchText } from './batch-fixture.ts';
import { base, dataPath, errorOf, openService, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
afterEach(() => service.close());

const limits = { requests: 6_000, seconds: 1_200, concurrent: 52, windowSeconds: 300 };
const burst = 'x-ms-ratelimit-burst-remaining-xrm-requests';
const time = 'x-ms-ratelimit-time-remaining-xrm-requests';

/** A request that is at work until `end`: the service waits for its body. */
function postSlowly(person: SignedIn) {
  const signals = new EventTarget();
  const once = (name: string): Promise<unknown> =>
    new Promise((resolve) => signals.addEventListener(name, resolve, { once: true }));
  const [isRead, ended] = [once('read'), once('end')];
  const pull = async (controller: ReadableStreamDefaultController): Promise<void> => {
    signals.dispatchEvent(new Event('read'));
    await ended;
    controller.close();
  };
  const answer = service.app.request(`${base}${dataPath}/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
    // Nothing is asked for before the service reads.
    body: new ReadableStream({ pull }, { highWaterMark: 0 }),
    duplex: 'half',
  } as RequestInit);
  return { isRead, answer, end: () => signals.dispatchEvent(new Event('end')) };
}

describe('§2.7 the service answers 429', () => {
  it('with code, Retry-After and what is left; signing in is not counted, and nobody else is held up', async () => {
    service = await openService({ scale: 0.001, protection: { ...limits, requests: 2 } });
    const [dana, tom] = [await service.as('dana'), await service.as('tom')];
    expect((await dana.get('accounts?$top=1')).headers.get(burst)).toBe('1');
    // A refused request counts like any other, and says so.
    const missing = await dana.get('nothing');
    expect([missing.status, missing.headers.get(burst), missing.headers.get(time)]).toEqual([404, '0', '1,200.00']);
    const refused = await dana.get('accounts?$top=1');
    expect(errorOf(refused)).toMatchObject({ status: 429, code: '0x80072322' });
    expect(refused.headers.get(burst)).toBe('0');
    const seconds = Number(refused.headers.get('retry-after'));
    expect((await tom.get('accounts?$top=1')).status).toBe(200);
    const again = await service.as('dana');
    expect((await again.get('accounts?$top=1')).status).toBe(429);
    service.clock.ms += seconds * 1000;
    expect((await again.get('accounts?$top=1')).status).toBe(200);
  });

  it('who is not signed in is refused for that, as often as it is tried', async () => {
    service = await openService({ scale: 0.001, protection: { ...limits, requests: 1 } });
    for (let n = 0; n < 3; n++) {
      const answered = await service.app.request(`${base}${dataPath}/accounts`);
      expect([answered.status, answered.headers.get(burst)]).toEqual([401, null]);
    }
  });

  it('a batch counts as one request', async () => {
    service = await openService({ scale: 0.001, protection: { ...limits, requests: 3 } });
    const dana = await service.as('dana');
    const body = batchText(Array.from({ length: 10 }, () => ({ method: 'GET', url: 'accounts?$top=1' })));
    const send = () =>
      service.app.request(`${base}${dataPath}/$batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${dana.token}`, 'content-type': 'multipart/mixed; boundary=batch_1' },
        body,
      });
    const answered = await send();
    expect([answered.status, answered.headers.get(burst)]).toEqual([200, '2']);
    expect((await answered.text()).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(10);
    await send();
    await send();
    expect((await send()).status).toBe(429);
  });

  it('more at a time than allowed are refused at once, and leave nothing counted behind', async () => {
    service = await openService({ scale: 0.001, protection: { ...limits, concurrent: 2 } });
    const dana = await service.as('dana');
    const slow = [postSlowly(dana), postSlowly(dana)];
    await Promise.all(slow.map(({ isRead }) => isRead));
    expect(errorOf(await dana.get('accounts'))).toMatchObject({ status: 429, code: '0x80072326' });
    for (const { end } of slow) end();
    expect((await Promise.all(slow.map(({ answer }) => answer))).map(({ status }) => status)).toEqual([400, 400]);
    expect([(await dana.get('nothing')).status, (await dana.get('accounts')).status]).toEqual([404, 200]);
  });

  it('a page of another origin may read the headers', async () => {
    const origin = 'https://app.example';
    service = await openService({ scale: 0.001, appOrigins: [origin], protection: { ...limits, requests: 0 } });
    const dana = await service.as('dana');
    const refused = await dana.get('accounts', { origin });
    expect(refused.status).toBe(429);
    const exposed = refused.headers.get('access-control-expose-headers') ?? '';
    for (const name of [burst, time, 'retry-after']) expect(exposed.split(', ')).toContain(name);
  });

  it('the settings lever changes the limits while it runs', async () => {
    service = await openService({ scale: 0.001, hasLevers: true });
    const dana = await service.as('dana');
    const set = (body: object) =>
      service.app.request(`${base}/__levers/settings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await (await set({ limitRequests: 1, limitWindowSeconds: 10 })).json()).toMatchObject({
      protection: { ...limits, requests: 1, windowSeconds: 10 },
    });
    expect((await dana.get('accounts?$top=1')).status).toBe(200);
    const refused = await dana.get('accounts?$top=1');
    expect(errorOf(refused).message).toBe('Number of requests exceeded the limit of 1 over time window of 10 seconds.');
    await set({ limitRequests: 6_000 });
    expect((await dana.get('accounts?$top=1')).status).toBe(200);
    expect((await set({ limitRequest: 1 })).status).toBe(400);
  });
});
