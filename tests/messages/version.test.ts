import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseToServiceWorker, serviceWorkerMessageVersion } from '../../src/messages/to-service-worker.ts';

/** By version: the messages between page and service worker, hashed. New words, a new version and a line of history. */
const known: { readonly [version: number]: string } = {
  1: '9977b8b008ad18f0',
};

test('what a page says to the service worker has not changed without a new version', () => {
  const source = readFileSync(new URL('../../src/messages/to-service-worker.ts', import.meta.url), 'utf8');
  const code = source.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ');
  expect(createHash('sha256').update(code).digest('hex').slice(0, 16)).toBe(known[serviceWorkerMessageVersion]);
});

test('what is not understood is left alone: other versions, other words, other shapes', () => {
  for (const message of [
    null,
    'SKIP_WAITING',
    { type: 'SKIP_WAITING' },
    { version: 2, kind: 'handover' },
    { version: 1, kind: 'visible' },
  ]) {
    expect(parseToServiceWorker(message)).toBeNull();
  }
  expect(parseToServiceWorker({ version: 1, kind: 'visible', database: null })).toEqual({
    version: 1,
    kind: 'visible',
    database: null,
  });
});
