import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Who may read `/metrics`.
 * - `loopback`: programs on this machine that speak to the service directly. Behind a reverse proxy on the same machine
 *   every peer is loopback; what came through one carries the public name as Host, or a header that says so. Links in
 *   answers are made from Host, so a proxy that does not pass it on serves no app either.
 * - `token`: whoever has it, from anywhere.
 */
export type MetricsAccess =
  | { readonly kind: 'off' }
  | { readonly kind: 'loopback' }
  | { readonly kind: 'token'; readonly token: string };

const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

function isLoopbackName(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

export function mayReadMetrics(access: MetricsAccess, request: Request, peer: string | undefined): boolean {
  switch (access.kind) {
    case 'off':
      return false;
    case 'loopback': {
      const isDirect = proxyHeaders.every((name) => !request.headers.has(name));
      return isLoopbackAddress(peer) && isDirect && isLoopbackName(new URL(request.url).hostname);
    }
    case 'token': {
      const [, given] = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
      return given !== undefined && isSame(given, access.token);
    }
  }
}
