import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownEnvironment } from '../../server/environments.ts';
import { strictHeaders } from '../../server/headers.ts';
import { base, dataPath, openService, type TestService } from './service-fixture.ts';

const other = { id: 'other', name: 'Other', url: 'https://other.example.com/sub/', dialect: 'dataverse' as const };
const origin = 'https://app.example.com';
const bundle = 'x'.repeat(5_000);
let folder: string;
let service: TestService;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-app-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Landfall</title>');
  writeFileSync(join(folder, 'sw.js'), 'const a = "__LANDFALL_HEADERS__"; const b = "x__LANDFALL_HEADERS__";');
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
  writeFileSync(join(folder, 'assets', 'main-Ab3_-xYz.js'), bundle);
  writeFileSync(join(folder, '.secret'), 'secret');
  writeFileSync(join(folder, '..', 'landfall-outside.txt'), 'outside');
  service = await openService({
    scale: 0.001,
    appFolder: folder,
    appOrigins: [origin],
    environments: [ownEnvironment, other],
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  rmSync(join(folder, '..', 'landfall-outside.txt'));
  await service.close();
});

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  service.app.request(base + path, { method, headers });
const html = { accept: 'text/html,application/xhtml+xml' };

describe('the served app', () => {
  it('answers navigations with index.html, and nothing else with it', async () => {
    for (const path of ['/', '/accounts/some-row', '/sync']) {
      const answered = await ask(path, html);
      expect([answered.status, answered.headers.get('content-type'), answered.headers.get('cache-control')]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-cache',
      ]);
    }
    expect((await ask('/sync')).status).toBe(404);
    for (const path of ['/missing.js', '/api/nothing', '/api', '/__levers/requests', '/__levers']) {
      expect((await ask(path, html)).status).toBe(404);
    }
    expect((await ask('/', html, 'POST')).status).toBe(405);
    expect((await ask('/', html, 'HEAD')).status).toBe(200);
  });

  it('never leaves its folder and shows no hidden files', async () => {
    const climbs = [
      '/.secret',
      '/../landfall-outside.txt',
      '/..%2flandfall-outside.txt',
      '/%2e%2e/landfall-outside.txt',
    ];
    for (const path of [...climbs, '/assets/..%2f..%2flandfall-outside.txt', '/%00', '/%E0%A4%A', '/assets']) {
      expect((await ask(path)).status, path).toBe(404);
    }
  });

  it('caches hashed assets for good, revalidates the rest, and zips', async () => {
    const asset = await ask('/assets/main-Ab3_-xYz.js', { 'accept-encoding': 'gzip, br' });
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect((await asset.arrayBuffer()).byteLength).toBeLessThan(500);
    expect(await (await ask('/assets/main-Ab3_-xYz.js')).text()).toBe(bundle);
    const manifest = await ask('/manifest.webmanifest');
    expect(manifest.headers.get('cache-control')).toBe('no-cache');
    const etag = manifest.headers.get('etag') ?? '';
    expect((await ask('/manifest.webmanifest', { 'if-none-match': etag })).status).toBe(304);
  });

  it('stamps the hash of the headers into sw.js, so that other headers are another service worker', async () => {
    const text = await (await ask('/sw.js')).text();
    const { hash } = strictHeaders([ownEnvironment, other]);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(text).toBe(`const a = "${hash}"; const b = "x${hash}";`);
    expect(strictHeaders([ownEnvironment]).hash).not.toBe(hash);
  });

  it('serves a new build without a restart', async () => {
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Landfall, next build</title>');
    expect(await (await ask('/', html)).text()).toContain('next build');
  });

  it('names the environments in config.json', async () => {
    const answered = await ask('/config.json');
    expect(answered.headers.get('cache-control')).toBe('no-store');
    expect(await answered.json()).toEqual({ environments: [ownEnvironment, other] });
  });
});

describe('every answer', () => {
  it('carries the strict headers: files, data, errors, preflights', async () => {
    const paths = [
      '/',
      '/sw.js',
      '/config.json',
      '/missing',
      `${dataPath}/accounts`,
      '/api/nothing',
      '/__levers/requests',
    ];
    const answers = [
      ...paths.map((path) => ask(path)),
      ask('/api/sign-in', {}, 'POST'),
      ask(`${dataPath}/accounts`, { origin, 'access-control-request-method': 'PATCH' }, 'OPTIONS'),
    ];
    for (const answered of await Promise.all(answers)) {
      const policy = answered.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("connect-src 'self' https://other.example.com;");
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types landfall");
      expect(policy).not.toContain('unsafe');
      expect(answered.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answered.headers.get('x-frame-options')).toBe('DENY');
      expect(answered.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  it('lets the configured app origins in, and no other', async () => {
    const preflight = await ask(
      `${dataPath}/accounts`,
      { origin, 'access-control-request-method': 'PATCH' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    for (const name of ['authorization', 'if-match', 'if-none-match', 'prefer', 'content-type', 'odata-maxversion']) {
      expect(preflight.headers.get('access-control-allow-headers')).toContain(name);
    }
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    const refused = await ask(`${dataPath}/accounts`, { origin });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
    for (const name of ['etag', 'landfall-epoch', 'retry-after', 'preference-applied']) {
      expect(refused.headers.get('access-control-expose-headers')).toContain(name);
    }
    const stranger = await ask(`${dataPath}/accounts`, { origin: 'https://evil.example.com' });
    expect(stranger.headers.get('access-control-allow-origin')).toBe(null);
    expect(stranger.headers.get('vary')).toContain('Origin');
  });

  it('is the same hash for the same headers', () => {
    const { entries, hash } = strictHeaders([]);
    expect(createHash('sha256').update(JSON.stringify(entries)).digest('hex')).toContain(hash);
  });
});
