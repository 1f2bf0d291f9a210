import { expect, test } from 'vitest';
import { createBackgroundSyncDoorbell } from '../../src/platform/browser/both/background-sync-doorbell.ts';
import type { SyncManager } from '../../src/platform/browser/both/sync-registration.ts';
import { doorbellTag } from '../../src/platform/doorbell-tag.ts';

function createSync(register: () => Promise<void> = async () => {}) {
  const tags: string[] = [];
  const sync: SyncManager = {
    async register(tag) {
      await register();
      tags.push(tag);
    },
    getTags: async () => tags,
  };
  return { sync, tags };
}

test('rings under the tag that Workbox listens to', async () => {
  const { sync, tags } = createSync();
  const doorbell = createBackgroundSyncDoorbell(async () => ({ active: {}, sync }));
  expect(await doorbell.isRung()).toBe(false);
  expect(await doorbell.ring()).toBe('registered');
  expect(tags).toEqual([doorbellTag]);
  expect(await doorbell.isRung()).toBe(true);
});

test.each(['NotAllowedError', 'InvalidAccessError', 'InvalidStateError', 'UnknownError'])(
  'says that it was refused when the browser throws %s',
  async (name) => {
    const { sync } = createSync(() => Promise.reject(new DOMException('no', name)));
    const doorbell = createBackgroundSyncDoorbell(async () => ({ active: {}, sync }));
    expect(await doorbell.ring()).toBe('refused');
    expect(await doorbell.isRung()).toBe(false);
  },
);

test('believes a refusal, whatever the list of tags says', async () => {
  const sync: SyncManager = {
    register: () => Promise.reject(new DOMException('no window', 'InvalidAccessError')),
    // Inside a sync event the firing tag is listed.
    getTags: async () => [doorbellTag],
  };
  const doorbell = createBackgroundSyncDoorbell(async () => ({ active: {}, sync }));
  expect(await doorbell.ring()).toBe('refused');
});

test('is absent without Background Sync, and without a service worker', async () => {
  const withoutSync = createBackgroundSyncDoorbell(async () => ({ active: {} }));
  const withoutWorker = createBackgroundSyncDoorbell(async () => undefined);
  expect(await withoutSync.ring()).toBe('absent');
  expect(await withoutSync.isRung()).toBe(false);
  expect(await withoutWorker.ring()).toBe('absent');
  expect(await withoutWorker.isRung()).toBe(false);
});
