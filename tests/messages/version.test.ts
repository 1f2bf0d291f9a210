import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromServiceWorkerVersion, parseFromServiceWorker } from '../../src/messages/from-service-worker.ts';
import { parseToServiceWorker, serviceWorkerMessageVersion } from '../../src/messages/to-service-worker.ts';

/** By version: the messages between page and service worker, hashed. New words, a new version and a line of history. */
const known: { readonly [file: string]: { readonly [version: number]: string } } = {
  'to-service-worker': { 1: '9977b8b008ad18f0' },
  'from-service-worker': { 1: '4332a8aa5f24937d' },
};

test.each([
  ['to-service-worker', serviceWorkerMessageVersion],
  ['from-service-worker', fromServiceWorkerVersion],
] as const)('what is said has not changed without a new version: %s', (file, version) => {
  const source = readFileSync(new URL(`../../src/messages/${file}.ts`, import.meta.url), 'utf8');
  const code = source.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ');
  expect(createHash('sha256').update(code).digest('hex').slice(0, 16)).toBe(known[file]?.[version]);
});

test('what the service worker says is left alone by a page that does not understand it', () => {
  for (const message of [
    null,
    'too old',
    { kind: 'too old' },
    { version: 2, kind: 'too old' },
    { version: 1, kind: 'x' },
  ])
    expect(parseFromServiceWorker(message)).toBeNull();
  expect(parseFromServiceWorker({ version: 1, kind: 'too old' })).not.toBeNull();
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
