import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { headersMark } from './headers.ts';

type Served = {
  readonly stamp: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer> | null;
  readonly etag: string;
};

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt']);

/**
 * Vite puts a hash of the content into the names of what it emits to assets/. The script of a worker is asked for again
 * all the same: its policy is in our headers, and those change without it.
 */
const isImmutable = (path: string): boolean => /^\/assets\/(?!data-worker-).+-[\w-]{8}\.\w+$/.test(path);

const isNavigation = (request: Request, path: string): boolean =>
  (request.headers.get('accept') ?? '').includes('text/html') && !path.includes('.');

function toFile(folder: string, path: string): string | null {
  // A leading dot, or anything that climbs, is no file of the app.
  if (/[\0\\]|\/\.|\/\//.test(path)) return null;
  const file = resolve(folder, `.${path}`);
  return file.startsWith(folder + sep) ? file : null;
}

/** The built app: files as they are on disk now, so that a new build is served without a restart. */
export function createStaticApp(folder: string, headersHash: string): (request: Request) => Promise<Response | null> {
  const root = resolve(folder);
  const cache = new Map<string, Served>();

  const load = async (path: string): Promise<Served | null> => {
    const file = toFile(root, path);
    const found = file === null ? null : await stat(file).catch(() => null);
    if (file === null || found === null || !found.isFile()) return null;
    const stamp = `${found.mtimeMs} ${found.size}`;
    const cached = cache.get(path);
    if (cached?.stamp === stamp) return cached;
    const raw = await readFile(file);
    const bytes = path === '/sw.js' ? raw.toString('utf8').replaceAll(headersMark, headersHash) : raw;
    const body = new Uint8Array(Buffer.from(bytes));
    const isZipped = compressible.has(extname(path)) && body.byteLength > 1_000;
    const zipped = isZipped ? new Uint8Array(await promisify(gzip)(body)) : null;
    const etag = createHash('sha256').update(body).digest('hex').slice(0, 16);
    const served = { stamp, body, zipped, etag };
    cache.set(path, served);
    return served;
  };

  const answer = (request: Request, path: string, served: Served): Response => {
    const zips = served.zipped !== null && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
    const etag = `"${served.etag}${zips ? '-gz' : ''}"`;
    const headers = new Headers({
      etag,
      'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'cache-control': isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'Accept-Encoding',
    });
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
    if (zips) headers.set('content-encoding', 'gzip');
    return new Response(zips ? served.zipped : served.body, { headers });
  };

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url).pathname);
    } catch {
      return null;
    }
    const served = path === '/' ? null : await load(path);
    if (served !== null) return answer(request, path, served);
    const index = path === '/' || isNavigation(request, path) ? await load('/index.html') : null;
    return index === null ? null : answer(request, '/index.html', index);
  };
}
