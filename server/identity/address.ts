import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';

/** Without a port and brackets, which some proxies add; null if it is no address. */
function bare(text: string): string | null {
  const trimmed = text.trim();
  const inner = /^\[(.+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  return isIP(inner) === 0 ? null : inner;
}

/** The eight groups of an IPv6 address. A zone (`%eth0`) goes. */
function groupsOf(address: string): readonly number[] {
  const plain = (address.split('%')[0] ?? '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const parse = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = parse(head);
  const after = tail === undefined ? [] : parse(tail);
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}

/**
 * What counts as one caller: an IPv4 address, or the /64 of an IPv6 address, since every host has a whole /64 to choose
 * from. An IPv4 address in IPv6 clothes is the IPv4 address.
 */
export function callerAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/**
 * Where a request comes from. `proxies` is how many proxies of our own it has come through, each of which appended to
 * `x-forwarded-for` whom it was called by: the entry that many from the right is the caller, everything left of it is
 * the caller's own writing. With 0 the header is never looked at.
 */
export function addressOf(request: Request, bindings: Partial<HttpBindings> | undefined, proxies: number): string {
  const direct = callerAddress(bindings?.incoming?.socket.remoteAddress ?? 'unknown');
  if (proxies === 0) return direct;
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',');
  const told = bare(forwarded.at(-proxies) ?? '');
  return told === null ? direct : callerAddress(told);
}
