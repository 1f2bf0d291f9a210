import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBackup } from '../../server/backup/write-backup.ts';
import { memoryFile } from './ops/memory-file.ts';
import { base, type Json, openService, type SignedIn, type TestService } from './service-fixture.ts';

const one = '11111111-2222-4333-8444-000000000001';
const two = '11111111-2222-4333-8444-000000000002';
const three = '11111111-2222-4333-8444-000000000003';
const minuteMs = 60_000;

let service: TestService;
let dana: SignedIn;
let tom: SignedIn;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  dana = await service.as('dana');
  tom = await service.as('tom');
});
afterAll(() => service.close());

/** One browser: what it keeps of cookies, as browsers do for one host. */
class Browser {
  readonly cookies = new Map<string, string>();
  lastSetCookie = '';
  readonly #origin: string;

  constructor(origin = base) {
    this.#origin = origin;
  }

  async ask(who: SignedIn, method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await service.app.request(`${this.#origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${who.token}`,
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.lastSetCookie = response.headers.get('set-cookie') ?? '';
    const [, name, value, age] = /^([^=]+)=([^;]*);.*Max-Age=(\d+)/.exec(this.lastSetCookie) ?? [];
    if (name !== undefined && value !== undefined) {
      if (age === '0') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  report(who: SignedIn, storeId: string, unsent: number, name = 'Chrome on Linux') {
    return this.ask(who, 'POST', '/api/devices', { environment: 'demo', storeId, name, unsent });
  }
}

describe('the register of devices (inferred: nothing like it is in Dataverse)', () => {
  it('tells a browser whose database was deleted what it had, until it says that it has told the person', async () => {
    const browser = new Browser();
    expect(await browser.report(dana, one, 3)).toEqual({ status: 200, body: { replaced: [], others: [] } });
    const reportedAt = new Date(service.clock.ms).toISOString();
    service.clock.ms += 90 * minuteMs;
    const replaced = [{ storeId: one, name: 'Chrome on Linux', unsent: 3, reportedAt }];
    expect((await browser.report(dana, two, 0)).body).toEqual({ replaced, others: [] });
    // The answer may have been lost.
    expect((await browser.report(dana, two, 0)).body).toEqual({ replaced, others: [] });
    expect((await browser.ask(dana, 'DELETE', `/api/devices/${one}`)).status).toBe(204);
    expect((await browser.report(dana, two, 0)).body).toEqual({ replaced: [], others: [] });
    await browser.ask(dana, 'DELETE', `/api/devices/${two}`);
    expect(browser.cookies.size).toBe(0);
  });

  it('tells of every database that was deleted, also where one was before the other could tell', async () => {
    const browser = new Browser();
    await browser.report(dana, one, 3);
    service.clock.ms += minuteMs;
    await browser.report(dana, two, 1);
    const { body } = await browser.report(dana, three, 0);
    expect(body).toMatchObject({
      replaced: [
        { storeId: two, unsent: 1 },
        { storeId: one, unsent: 3 },
      ],
    });
    await service.database.query('delete from landfall_device');
  });

  it('knows by the cookie alone what a restored register does not', async () => {
    const browser = new Browser();
    await browser.report(dana, one, 2);
    await service.database.query('delete from landfall_device');
    expect((await browser.report(dana, two, 0)).body).toMatchObject({ replaced: [{ storeId: one, unsent: 2 }] });
    await service.database.query('delete from landfall_device');
  });

  it('tells of the other devices of the same person where the cookie is gone too, and of nobody else', async () => {
    await new Browser().report(dana, one, 3, 'Chrome on Android');
    service.clock.ms += minuteMs;
    await new Browser().report(dana, two, 0, 'Firefox on Linux');
    await new Browser().report(tom, three, 9, 'Safari on iOS');
    const { body } = await new Browser().report(dana, three, 1);
    expect(body).toMatchObject({
      replaced: [],
      others: [
        { storeId: two, name: 'Firefox on Linux', unsent: 0 },
        { storeId: one, name: 'Chrome on Android', unsent: 3 },
      ],
    });
    await new Browser().ask(tom, 'DELETE', `/api/devices/${one}`);
    expect((await new Browser().report(dana, three, 1)).body.others).toHaveLength(2);
    expect((await new Browser().report(tom, one, 0)).body).toMatchObject({ others: [{ storeId: three, unsent: 9 }] });
    await service.database.query('delete from landfall_device');
  });

  it('sets a cookie that only this service reads: HttpOnly, SameSite=Strict, 400 days, and Secure behind TLS', async () => {
    const browser = new Browser();
    await browser.report(dana, one, 3);
    const rest = '; Path=/api/devices; Max-Age=34560000; HttpOnly; SameSite=Strict';
    const stamp = `1.${one}.3.${service.clock.ms}`;
    expect(browser.lastSetCookie).toMatch(/^landfall-device-[0-9a-f]{16}=/);
    expect(browser.lastSetCookie.split('=').slice(1).join('=')).toBe(`${stamp}${rest}`);
    expect(browser.lastSetCookie).not.toContain(dana.token);
    const safe = new Browser('https://service.test');
    await safe.report(dana, one, 3);
    expect(safe.lastSetCookie).toMatch(/; Secure$/);
    // Two people in one browser, and two services on one host, have cookies of their own.
    await browser.report(tom, one, 0);
    await browser.ask(dana, 'POST', '/api/devices', { environment: 'own', storeId: two, name: 'a', unsent: 0 });
    expect(browser.cookies.size).toBe(3);
    const [name] = browser.cookies.keys();
    const other = new Browser('http://service.test:81');
    await other.report(dana, one, 0);
    expect([...other.cookies.keys()]).not.toContain(name);
    await service.database.query('delete from landfall_device');
  });

  it('takes no cookie for one of its own that is not', async () => {
    for (const value of ['', '1', `1.${one}.x.1`, `1.${'-'.repeat(36)}.1.1`, `2.${one}.1.1`, `1.${one}.9999999.1`]) {
      const browser = new Browser();
      await browser.report(dana, two, 0);
      const [name = ''] = browser.cookies.keys();
      browser.cookies.set(name, value);
      expect((await browser.report(dana, three, 0)).body, value).toMatchObject({ replaced: [] });
      await service.database.query('delete from landfall_device');
    }
  });

  it('refuses what is no report, and who is not signed in', async () => {
    const browser = new Browser();
    const right = { environment: 'demo', storeId: one, name: 'a', unsent: 0 };
    const bad: readonly unknown[] = [
      {},
      { ...right, storeId: 'x' },
      { ...right, name: 'a'.repeat(61) },
      { ...right, name: 'a\nb' },
      { ...right, unsent: -1 },
      { ...right, unsent: 1.5 },
      { ...right, unsent: 1_000_001 },
      { ...right, name: 1, unsent: '0' },
      { ...right, environment: 'a b' },
      { ...right, environment: undefined },
    ];
    for (const body of bad) expect((await browser.ask(dana, 'POST', '/api/devices', body)).status).toBe(400);
    const big = { ...right, more: 'x'.repeat(2_000) };
    expect((await browser.ask(dana, 'POST', '/api/devices', big)).status).toBe(413);
    expect((await browser.ask(dana, 'GET', '/api/devices')).status).toBe(405);
    expect((await browser.ask(dana, 'POST', `/api/devices/${one}`, {})).status).toBe(405);
    expect((await browser.ask(dana, 'DELETE', '/api/devices/x')).status).toBe(404);
    const nobody: SignedIn = { ...dana, token: 'x' };
    expect((await browser.report(nobody, one, 0)).status).toBe(401);
    expect((await browser.ask(nobody, 'DELETE', `/api/devices/${one}`)).status).toBe(401);
    expect(browser.cookies.size).toBe(0);
  });

  it('keeps twenty devices of a person, and none for longer than 400 days', async () => {
    const name = (n: number) => `11111111-2222-4333-8444-0000000001${String(n).padStart(2, '0')}`;
    for (let n = 0; n < 22; n += 1) {
      service.clock.ms += 1_000;
      await new Browser().report(dana, name(n), n);
    }
    const known = (await new Browser().report(dana, name(21), 0)).body.others as Json[];
    expect(known.map(({ unsent }) => unsent)).toEqual([...Array(19).keys()].map((n) => 20 - n));
    service.clock.ms += 401 * 24 * 60 * minuteMs;
    const later = await service.as('dana');
    expect((await new Browser().report(later, one, 0)).body).toEqual({ replaced: [], others: [] });
  });

  it('is of the present: no backup holds it', async () => {
    const file = memoryFile();
    await writeBackup(service.database, file, () => service.clock.ms);
    const { readBackup } = await import('../../server/backup/read-backup.ts');
    for await (const part of readBackup(file.source)) {
      if (part.kind !== 'header') continue;
      expect(part.header.tables.map((table) => table.name)).not.toContain('landfall_device');
    }
  });
});
