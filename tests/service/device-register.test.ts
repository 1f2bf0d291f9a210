import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeviceRegister, type DeviceReport, type RegisterFetchInit } from '../../src/service/device-register.ts';
import { never } from './client-under-test.ts';
import { type EmbeddedService, startEmbeddedService } from './start-embedded-service.ts';

const one = '11111111-2222-4333-8444-000000000001';
const two = '11111111-2222-4333-8444-000000000002';
const url = 'http://localhost:4280/';
const origin = 'http://localhost:4280';
const report = (storeId: string, unsent = 0): DeviceReport => ({ storeId, name: 'Chrome on Linux', unsent });

let service: EmbeddedService;
beforeAll(async () => {
  service = await startEmbeddedService();
}, 120_000);
afterAll(() => service.close());

/** One browser: `cookies` is what it keeps, and it can lose its storage and keep those. */
async function browser(cookies = new Map<string, string>()) {
  const token = await service.tokenFor('dana');
  const register = createDeviceRegister({
    environment: { id: 'demo', url },
    origin,
    token: async () => token,
    fetcher: async (address: string, init: RegisterFetchInit) => {
      expect(init.credentials).toBe('same-origin');
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await service.fetch(new Request(address, { ...init, headers: { ...init.headers, cookie } }));
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.get('set-cookie') ?? '') ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
      return response;
    },
  });
  return { register, cookies };
}

describe('the register of the embedded service, as the client asks it', () => {
  it('tells what this browser had before, and of others, in milliseconds', async () => {
    const { register } = await browser();
    const began = Date.now();
    expect(await register.report(report(one, 3), never)).toEqual({
      kind: 'heard',
      heard: { replaced: [], others: [] },
    });
    const heard = await register.report(report(two), never);
    if (heard.kind !== 'heard') throw new Error(heard.kind);
    const [replaced] = heard.heard.replaced;
    expect(replaced).toMatchObject({ storeId: one, unsent: 3, name: 'Chrome on Linux' });
    expect(replaced?.reportedAt).toBeGreaterThanOrEqual(began);
    await register.forget(one, never);
    expect(await register.report(report(two), never)).toEqual({ kind: 'heard', heard: { replaced: [], others: [] } });
    const other = await (await browser()).register.report(report(one), never);
    expect(other).toMatchObject({ heard: { replaced: [], others: [{ storeId: two }] } });
  });

  it('is not asked where the app comes from elsewhere, nor without a token', async () => {
    let asked = 0;
    const fetcher = async () => {
      asked += 1;
      return new Response('<p>Sign in to the network</p>', { headers: { 'content-type': 'text/html' } });
    };
    const parts = { environment: { id: 'demo', url }, fetcher, origin, token: async () => 'token' };
    const elsewhere = createDeviceRegister({ ...parts, origin: 'https://app.example.com' });
    expect(await elsewhere.report(report(one), never)).toEqual({ kind: 'not kept' });
    await elsewhere.forget(one, never);
    const signedOut = createDeviceRegister({ ...parts, token: async () => null });
    expect(await signedOut.report(report(one), never)).toEqual({ kind: 'no answer' });
    expect(asked).toBe(0);
    // A captive portal is no answer.
    expect(await createDeviceRegister(parts).report(report(one), never)).toEqual({ kind: 'no answer' });
  });

  it('tells a host that keeps no register from one that does not answer', async () => {
    const by = (answer: () => Promise<Response>) =>
      createDeviceRegister({ environment: { id: 'demo', url }, origin, fetcher: answer, token: async () => 'token' });
    const ask = (answer: () => Promise<Response>) => by(answer).report(report(one), never);
    expect(await ask(async () => new Response('', { status: 404 }))).toEqual({ kind: 'not kept' });
    expect(await ask(async () => new Response('', { status: 405 }))).toEqual({ kind: 'not kept' });
    expect(await ask(async () => new Response('', { status: 401 }))).toEqual({ kind: 'no answer' });
    expect(await ask(async () => new Response('{}', { status: 200 }))).toEqual({ kind: 'no answer' });
    expect(await ask(() => Promise.reject(new TypeError('network')))).toEqual({ kind: 'no answer' });
    await by(() => Promise.reject(new TypeError('network'))).forget(one, never);
  });
});
