import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, dataPath, openService, type TestService } from './service-fixture.ts';

let service: TestService;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
});
afterAll(() => service.close());

const signIn = (body: unknown) =>
  service.app.request(`${base}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const readWith = (authorization?: string) =>
  service.app.request(`${base}${dataPath}/accounts`, authorization === undefined ? {} : { headers: { authorization } });

describe('signing in', () => {
  it('gives a token for twelve hours, and who the person is; then §2.8 401 (code inferred)', async () => {
    const answered = await signIn({ name: ' Dana ', password: 'dana-landfall' });
    expect(answered.status).toBe(200);
    expect(answered.headers.get('cache-control')).toBe('no-store');
    const body = await answered.json();
    expect(body).toEqual({
      token: expect.any(String),
      expiresAt: new Date(service.clock.ms + 12 * 60 * 60_000).toISOString(),
      person: { id: '0da4a000-0000-4000-8000-000000000001', name: 'Dana Dispatcher' },
    });
    expect((await readWith(`Bearer ${body.token}`)).status).toBe(200);
    service.clock.ms += 12 * 60 * 60_000;
    const expired = await readWith(`Bearer ${body.token}`);
    expect([expired.status, (await expired.json()).error.code]).toEqual([401, '0x8004a101']);
  });

  it('§2.8 refuses wrong names and passwords alike, in the error body', async () => {
    for (const body of [
      { name: 'dana', password: 'x' },
      { name: 'nobody', password: 'x' },
    ]) {
      const answered = await signIn(body);
      expect([answered.status, (await answered.json()).error.message]).toEqual([
        401,
        'The name or the password is wrong.',
      ]);
    }
    for (const body of [{}, { name: 'dana' }, { name: 1, password: 2 }, { name: 'x'.repeat(201), password: '' }]) {
      expect((await signIn(body)).status).toBe(400);
    }
    expect((await service.app.request(`${base}/api/sign-in`)).status).toBe(405);
  });

  it('§2.8 refuses requests without a token, with an altered one, and with a link passed off as one (code inferred)', async () => {
    const { token } = await (await signIn({ name: 'tom', password: 'tom-landfall' })).json();
    const [body = '', signature = ''] = String(token).split('.');
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('0002', '0001')).toString('base64url');
    for (const authorization of [
      undefined,
      'Bearer',
      `Bearer ${forged}.${signature}`,
      `Basic ${token}`,
      `Bearer ${body}`,
    ]) {
      const answered = await readWith(authorization);
      expect(answered.status).toBe(401);
      expect(answered.headers.get('www-authenticate')).toContain('Bearer');
      expect((await answered.json()).error.code).toBe('0x8004a100');
    }
  });
});
