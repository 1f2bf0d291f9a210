import { createHash } from 'node:crypto';
import { isStoreId, mostUnsent } from './device-report.ts';

/** What the browser itself keeps of its last report: it outlives the page's own storage, which browsers delete. */
export type DeviceCookie = { readonly storeId: string; readonly unsent: number; readonly reportedMs: number };

/** Chromium keeps no cookie for longer. */
const longestSeconds = 400 * 24 * 60 * 60;
const path = '/api/devices';

/** Whose cookie: a browser may have a database for each environment and person. */
export type CookieOwner = { readonly personId: string; readonly environment: string };

const prefix = 'landfall-device-';

/** A browser keeps cookies by host and forgets the port: several services on one host stay apart. */
function nameOf(request: Request, { personId, environment }: CookieOwner): string {
  const whose = JSON.stringify([new URL(request.url).host, personId, environment]);
  return `${prefix}${createHash('sha256').update(whose).digest('hex').slice(0, 16)}`;
}

function cookiesOf(request: Request): ReadonlyMap<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

function parse(value: string): DeviceCookie | null {
  const [, storeId = '', unsent, reportedMs] = /^1\.([0-9a-f-]{36})\.(\d{1,7})\.(\d{1,15})$/.exec(value) ?? [];
  if (!isStoreId(storeId) || Number(unsent) > mostUnsent) return null;
  return { storeId, unsent: Number(unsent), reportedMs: Number(reportedMs) };
}

/** Null for none, and for one that is not of ours: whoever changes their cookie deceives nobody but themselves. */
export function readDeviceCookie(request: Request, owner: CookieOwner): DeviceCookie | null {
  return parse(cookiesOf(request).get(nameOf(request, owner)) ?? '');
}

function setCookie(request: Request, [name, value]: readonly [string, string], ageSeconds: number): string {
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; Max-Age=${ageSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** For the answer to a report. No page reads it: the service says what it held. */
export function writeDeviceCookie(request: Request, owner: CookieOwner, cookie: DeviceCookie): string {
  const value = `1.${cookie.storeId}.${cookie.unsent}.${cookie.reportedMs}`;
  return setCookie(request, [nameOf(request, owner), value], longestSeconds);
}

/** Takes away the cookie that names this database; null if none does. */
export function dropDeviceCookie(request: Request, storeId: string): string | null {
  const found = [...cookiesOf(request)].find(([name, value]) => {
    return /^landfall-device-[0-9a-f]{16}$/.test(name) && parse(value)?.storeId === storeId;
  });
  return found === undefined ? null : setCookie(request, [found[0], ''], 0);
}
