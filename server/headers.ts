import { createHash } from 'node:crypto';
import { type Environment, foreignOrigins } from './environments.ts';

export type StrictHeaders = { readonly entries: Readonly<Record<string, string>>; readonly hash: string };

/** In sw.js this text is replaced by the hash, so that a change of headers is a new service worker. */
export const headersMark = '__LANDFALL_HEADERS__';

export function strictHeaders(environments: readonly Environment[]): StrictHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...foreignOrigins(environments)].join(' ')}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types landfall',
  ];
  const entries = {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'x-frame-options': 'DENY',
  };
  const hash = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 12);
  return { entries, hash };
}
