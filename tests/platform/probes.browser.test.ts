import { expect, test } from 'vitest';
import { createBackgroundSyncDoorbell } from '../../src/platform/browser/both/background-sync-doorbell.ts';
import { systemClock } from '../../src/platform/browser/both/system-clock.ts';
import { systemTimers } from '../../src/platform/browser/both/system-timers.ts';
import { createPageProbes } from '../../src/platform/browser/page/page-probes.ts';
import { requestPersistence } from '../../src/platform/browser/page/persist-storage.ts';
import { readPlatform } from '../../src/platform/browser/page/read-platform.ts';
import { capabilities } from '../../src/platform/capability.ts';
import { createBackgroundSyncProbe } from '../../src/platform/probes/background-sync-probe.ts';
import { probeAll } from '../../src/platform/probes/probe-all.ts';

test('every capability gets one finding in a real page, and what this browser surely has works', async () => {
  const findings = await probeAll({
    clock: systemClock,
    timers: systemTimers,
    probes: createPageProbes(),
    timeoutMs: 3_000,
  });
  expect(findings.map(({ capability }) => capability)).toEqual(capabilities);
  const works = findings.filter(({ code }) => code === 'works').map(({ capability }) => capability);
  expect(works).toEqual(expect.arrayContaining(['web locks', 'indexeddb', 'broadcast channel']));
  for (const finding of findings) expect(finding.evidence).not.toBe('');
});

test('a real registration: the probe works and the doorbell rings', async () => {
  const registration = await navigator.serviceWorker.register('/tests/platform/quiet-service-worker.js');
  await new Promise<void>((resolve) => {
    const look = () => (registration.active === null ? setTimeout(look, 20) : resolve());
    look();
  });
  try {
    const find = async () => registration;
    expect(await createBackgroundSyncProbe(find).run()).toMatchObject({ result: 'yes', code: 'works' });
    const doorbell = createBackgroundSyncDoorbell(find);
    expect(await doorbell.ring()).toBe('registered');
    // The event fires within milliseconds and hangs: the tag stays listed while it does.
    expect(await doorbell.isRung()).toBe(true);
  } finally {
    await registration.unregister();
  }
});

test('this browser is recognised', () => {
  expect(readPlatform()).toMatchObject({ os: 'Linux', engine: 'Chromium', install: 'tab' });
  expect(readPlatform().browserMajor).toBeGreaterThan(100);
});

test('asking for persistent storage ends, whatever the answer', async () => {
  expect(['persisted', 'not persisted', 'unknown']).toContain(await requestPersistence(systemTimers, 1_000));
});
