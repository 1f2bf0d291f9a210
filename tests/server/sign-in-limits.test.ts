import type { HttpBindings } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, callerAddress } from '../../server/identity/address.ts';
import { createAttempts } from '../../server/identity/attempts.ts';
import { base, openService, type TestService } from './service-fixture.ts';

let service: TestService;
beforeAll(async () => {
  service = await openService({ scale: 0.001, trustedProxies: 1 });
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});
beforeEach(() => service.database.query('delete from landfall_sign_in'));

const minute = 60_000;
const right = (name: string) => ({ name, password: `${name}-landfall` });
const wrong = (name: string) => ({ name, password: 'wrong' });
const signIn = (address: string, body: object) =>
  service.app.request(`${base}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });
const status = async (address: string, body: object) => (await signIn(address, body)).status;

/** Attempts without the slow check of a password, on the same database and clock. */
const attempts = () =>
  createAttempts(
    service.database,
    () => Buffer.from('key'),
    () => service.clock.ms,
  );
async function fail(name: string, addresses: readonly string[]): Promise<readonly (number | null)[]> {
  const counted = attempts();
  const waits: (number | null)[] = [];
  for (const address of addresses) waits.push(await counted.begin({ name, address }));
  return waits;
}
const times = (count: number, address: string): readonly string[] => Array<string>(count).fill(address);
const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `10.0.${at >> 8}.${at & 255}`);

describe('limits on signing in (inferred: they are ours)', () => {
  it('make the eleventh try wait, right or wrong, with Retry-After, and only at that address', async () => {
    for (let attempt = 0; attempt < 10; attempt++) expect(await status('1.1.1.1', wrong('tessa'))).toBe(401);
    const blocked = await signIn('1.1.1.1', right('tessa'));
    expect(blocked.status).toBe(429);
    expect((await blocked.json()).error).toMatchObject({
      code: '0x80072321',
      message: expect.stringContaining('again in'),
    });
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await status('2.2.2.2', right('tessa'))).toBe(200);
    expect(await status('1.1.1.1', right('tom'))).toBe(200);
    service.clock.ms += Number(blocked.headers.get('retry-after')) * 1000;
    expect(await status('1.1.1.1', right('tessa'))).toBe(200);
  });

  it('let a burst of parallel guesses no further than ten', async () => {
    const burst = await Promise.all(Array.from({ length: 25 }, () => status('1.1.1.1', wrong('tom'))));
    expect(burst.filter((one) => one === 401)).toHaveLength(10);
    expect(burst.filter((one) => one === 429)).toHaveLength(15);
  });

  it('answer the same for names that exist and names that do not', async () => {
    const answers = async (name: string) => {
      const all: unknown[] = [];
      for (let attempt = 0; attempt < 12; attempt++) {
        const answered = await signIn('3.3.3.3', wrong(name));
        all.push([answered.status, await answered.text(), answered.headers.get('retry-after')]);
      }
      return all;
    };
    expect(await answers('nobody')).toEqual(await answers('rita'));
  });

  it('are forgotten for the name at an address by signing in there', async () => {
    for (let round = 0; round < 3; round++) {
      for (let attempt = 0; attempt < 9; attempt++) expect(await status('1.1.1.1', wrong('rita'))).toBe(401);
      expect(await status('1.1.1.1', right('rita'))).toBe(200);
    }
  });

  it('stop an address that tries one password on many names', async () => {
    const counted = attempts();
    for (let at = 0; at < 100; at++) expect(await counted.begin({ name: `name ${at}`, address: 'a' })).toBe(null);
    expect(await counted.begin({ name: 'one more', address: 'a' })).toBe(300);
    expect(await counted.begin({ name: 'one more', address: 'b' })).toBe(null);
    service.clock.ms += 5 * minute;
    expect(await counted.begin({ name: 'one more', address: 'a' })).toBe(null);
  });

  it('count failures alone: a whole company may sign in from behind one address', async () => {
    const counted = attempts();
    for (let at = 0; at < 120; at++) {
      const who = { name: `name ${at}`, address: 'office' };
      expect(await counted.begin(who)).toBe(null);
      await counted.succeeded(who);
    }
  });

  it('no flood from one address, however long, keeps the person out elsewhere', async () => {
    for (let round = 0; round < 12; round++) {
      await fail('dana', times(20, 'flood'));
      expect(await fail('dana', ['elsewhere'])).toEqual([null]);
      service.clock.ms += 5 * minute;
    }
  });

  it('a flood from many addresses blocks new places while it lasts, and never the ones the person uses', async () => {
    await attempts().succeeded({ name: 'dana', address: 'home' });
    expect((await fail('dana', many(100))).every((wait) => wait === null)).toBe(true);
    expect(await fail('dana', ['new place', 'home'])).toEqual([15 * 60, null]);
    await fail('dana', many(120));
    expect(await fail('dana', ['home'])).toEqual([null]);
    service.clock.ms += 15 * minute;
    expect(await fail('dana', ['new place'])).toEqual([null]);
    // A place that has not been used for 30 days is a new one.
    service.clock.ms += 31 * 24 * 60 * minute;
    await fail('dana', many(100));
    expect(await fail('dana', ['home'])).toEqual([15 * 60]);
  });

  it('are counted together by several instances, and leave neither names nor addresses nor old rows behind', async () => {
    const [one, other] = [attempts(), attempts()];
    for (let at = 0; at < 10; at++) await (at % 2 === 0 ? one : other).begin({ name: 'secret', address: '9.9.9.9' });
    expect(await one.begin({ name: 'secret', address: '9.9.9.9' })).toBe(300);
    expect(await other.begin({ name: 'secret', address: '9.9.9.9' })).toBe(300);
    const rows = JSON.stringify(await service.database.query('select * from landfall_sign_in'));
    expect(rows).not.toMatch(/secret|9\.9\.9\.9/);
    service.clock.ms += 60 * minute;
    await attempts().begin({ name: 'x', address: 'y' });
    expect(await service.database.query('select count(*)::int as rows from landfall_sign_in')).toEqual([{ rows: 3 }]);
  });
});

describe('the address of a caller', () => {
  const from = (remoteAddress: string | undefined, forwarded: string | null, proxies: number) => {
    const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
    const bindings = { incoming: { socket: { remoteAddress } } } as unknown as HttpBindings;
    return addressOf(new Request(base, { headers }), bindings, proxies);
  };

  it('is that of the connection, whatever a header claims, unless proxies are told of', () => {
    expect(from('5.5.5.5', '6.6.6.6', 0)).toBe('5.5.5.5');
    expect(from('5.5.5.5', null, 0)).toBe('5.5.5.5');
    expect(from(undefined, '6.6.6.6', 0)).toBe('unknown');
  });

  it("is what the outermost proxy of our own wrote: what stands left of it is the caller's", () => {
    expect(from('5.5.5.5', '6.6.6.6', 1)).toBe('6.6.6.6');
    expect(from('5.5.5.5', 'claimed, 6.6.6.6', 1)).toBe('6.6.6.6');
    expect(from('5.5.5.5', '1.2.3.4, 6.6.6.6, 7.7.7.7', 2)).toBe('6.6.6.6');
    expect(from('5.5.5.5', '6.6.6.6:1234', 1)).toBe('6.6.6.6');
    expect(from('5.5.5.5', '[2001:db8:1:2::5]:1234', 1)).toBe('2001:db8:1:2::/64');
    for (const broken of [null, '', 'nonsense', '6.6.6.6, ']) expect(from('5.5.5.5', broken, 1)).toBe('5.5.5.5');
    expect(from('5.5.5.5', '6.6.6.6', 2)).toBe('5.5.5.5');
  });

  it('of version 6 is its network: a host has a whole /64 to choose from', () => {
    expect(callerAddress('2001:db8:0:1:a:b:c:d')).toBe('2001:db8:0:1::/64');
    expect(callerAddress('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(callerAddress('::1')).toBe('0:0:0:0::/64');
    expect(callerAddress('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(callerAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(callerAddress('::ffff:c000:201')).toBe('192.0.2.1');
  });
});
