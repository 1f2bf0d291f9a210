import { expect, it } from 'vitest';
import { activate } from '../../sw/activation.ts';
import { tellPages } from '../../sw/tell-pages.ts';

it('a service worker that takes over rings: what the one before it let lie is sent', async () => {
  const done: string[] = [];
  await activate(
    { claim: async () => void done.push('claim') },
    {
      ring: async () => {
        done.push('ring');
        return 'registered';
      },
    },
  );
  expect(done).toEqual(['claim', 'ring']);
});

it('a service worker takes over although its ring is not answered yet', async () => {
  const ring = () => new Promise<never>(() => {});
  await activate({ claim: async () => {} }, { ring });
});

it('every window is told that the service worker is too old', async () => {
  const told: unknown[] = [];
  const page = { postMessage: (message: unknown) => told.push(message) };
  await tellPages({ matchAll: async () => [page, page] }, 'too old');
  expect(told).toEqual([
    { version: 1, kind: 'too old' },
    { version: 1, kind: 'too old' },
  ]);
});
