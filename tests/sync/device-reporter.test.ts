import { describe, expect, it } from 'vitest';
import { isReportDue } from '../../src/core/canary.ts';
import { DeviceReporter } from '../../src/sync/device-reporter.ts';
import { FakeRegister } from '../fakes/device-register.ts';
import { settle } from '../fakes/timers.ts';
import { Device, edit, wake } from './device.ts';

const minuteMs = 60_000;
const gone = { storeId: 'gone', name: 'Chrome on Linux', unsent: 3, reportedAt: 17 };
const phone = { storeId: 'phone', name: 'Chrome on Android', unsent: 1, reportedAt: 18 };

async function open() {
  const device = new Device();
  device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
  const parts = device.openContext();
  const register = new FakeRegister();
  let canaries = 0;
  const reporter = new DeviceReporter({ ...parts, register, deviceName: 'Chrome on Linux' }, () => {
    canaries += 1;
  });
  /** Time passes, and something is committed. */
  const pass = async (ms: number) => {
    await device.timers.advance(ms);
    await wake(parts, 'interval');
    await device.timers.advance(1_000);
    await settle();
  };
  return { device, parts, register, reporter, pass, canaries: () => canaries };
}

describe('reporting of a device', () => {
  it('begins when somebody is signed in, with the id of this database', async () => {
    const { device, parts, register, reporter, pass, canaries } = await open();
    await pass(0);
    expect(register.reports).toEqual([]);
    expect(reporter.canary()).toEqual({ kind: 'not asked' });
    await parts.store.saveSession({ token: 'dana', expiresAt: 0 });
    await pass(0);
    const { storeId } = await parts.store.identity();
    expect(register.reports).toEqual([{ storeId, name: 'Chrome on Linux', unsent: 0 }]);
    const reportedAt = device.timers.clock.now();
    expect(reporter.canary()).toEqual({ kind: 'kept', reportedAt, unsent: 0, others: [] });
    expect(canaries()).toBe(1);
    reporter.close();
    await pass(60 * minuteMs);
    expect(register.reports).toHaveLength(1);
  });

  it('tells at once when unsent work begins and when it has ended, and else seldom', async () => {
    const { device, parts, register, pass } = await open();
    await parts.store.saveSession({ token: 'dana', expiresAt: 0 });
    await pass(0);
    device.service.failNext('send', { kind: 'refused', status: 403, code: '', message: 'No', retryAfterMs: null });
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'A' } });
    await pass(0);
    expect(register.reports.map(({ unsent }) => unsent)).toEqual([0, 1]);
    await edit(device, parts, { kind: 'create', key: 'b', values: { accountid: 'b', name: 'B' }, references: ['a'] });
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'AA' } });
    await pass(minuteMs);
    expect(register.reports).toHaveLength(2);
    await pass(3 * minuteMs);
    expect(register.reports.map(({ unsent }) => unsent)).toEqual([0, 1, 2]);
    for (const { id } of await parts.store.outbox()) {
      await parts.store.commitDecision(id, { kind: 'drop' }).catch(() => {});
    }
    await pass(0);
    expect(register.reports.at(-1)?.unsent).toBe((await parts.store.outbox()).length);
  });

  it('makes a notice of a database that this browser deleted, and only then has it forgotten', async () => {
    const { device, parts, register, reporter, pass } = await open();
    register.replaced = [gone];
    register.others = [phone];
    await parts.store.saveSession({ token: 'dana', expiresAt: 0 });
    await pass(0);
    const [notice, ...more] = (await parts.store.facts()).notices;
    expect(notice).toMatchObject({ kind: 'evicted', unsent: 3, lastReportAt: 17, at: device.timers.clock.now() });
    expect(more).toEqual([]);
    expect(register.forgotten).toEqual(['gone']);
    expect(reporter.canary()).toMatchObject({ others: [phone] });
    await parts.store.dismissNotice(notice?.id ?? '');
    await pass(40 * minuteMs);
    expect((await parts.store.facts()).notices).toEqual([]);
  });

  it('asks no more where no register is kept, and again after a while where no answer came', async () => {
    const { parts, register, reporter, pass } = await open();
    await parts.store.saveSession({ token: 'dana', expiresAt: 0 });
    register.trouble = 'no answer';
    await pass(0);
    await pass(0);
    expect(register.reports).toHaveLength(1);
    expect(reporter.canary()).toEqual({ kind: 'not asked' });
    register.trouble = 'not kept';
    await pass(minuteMs);
    expect(reporter.canary()).toEqual({ kind: 'none' });
    await pass(60 * minuteMs);
    expect(register.reports).toHaveLength(2);
  });

  it('asks nothing while the device has no network, and looks when the page is hidden', async () => {
    const { device, parts, register, reporter } = await open();
    await parts.store.saveSession({ token: 'dana', expiresAt: 0 });
    device.isOffline = true;
    await reporter.look();
    expect(register.reports).toEqual([]);
    device.isOffline = false;
    await reporter.look();
    expect(register.reports).toHaveLength(1);
  });
});

it('a report is due by the clock, also after it was set back', () => {
  const at = 1_000_000;
  expect(isReportDue(null, { at, unsent: 0 })).toBe(true);
  expect(isReportDue({ at, unsent: 0 }, { at, unsent: 1 })).toBe(true);
  expect(isReportDue({ at, unsent: 2 }, { at, unsent: 1 })).toBe(false);
  expect(isReportDue({ at, unsent: 2 }, { at: at + 3 * minuteMs, unsent: 1 })).toBe(true);
  expect(isReportDue({ at, unsent: 2 }, { at: at + 3 * minuteMs, unsent: 2 })).toBe(false);
  expect(isReportDue({ at, unsent: 2 }, { at: at + 30 * minuteMs, unsent: 2 })).toBe(true);
  expect(isReportDue({ at, unsent: 2 }, { at: at - 1, unsent: 2 })).toBe(true);
});
