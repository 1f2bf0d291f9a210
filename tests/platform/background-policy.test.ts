import { describe, expect, test } from 'vitest';
import { awayStates, type Mechanism, type PolicyRow } from '../../src/platform/background-policy.ts';
import { chanceIn } from '../../src/platform/chance.ts';
import { everyRow } from '../../src/platform/policy/every-row.ts';
import { policyRowFor } from '../../src/platform/policy-row-for.ts';
import { devices } from './devices.ts';
import { platformOf, webRowsOnly } from './policy-platforms.ts';

function identity(row: PolicyRow): string {
  const subject = row.who === 'web app' ? [row.browser, row.install] : [];
  return [row.who, row.os, ...subject, row.state].join(' / ');
}

function numbersOf(mechanism: Mechanism): readonly number[] {
  switch (mechanism.kind) {
    case 'page runs on':
      return mechanism.stopsAfterMs === null ? [] : [mechanism.stopsAfterMs];
    case 'one-off sync':
      return [mechanism.eachMs, ...mechanism.triesAfterMs.slice(1)];
    case 'periodic sync':
      return [mechanism.atLeastEveryMs];
    case 'service worker grace':
      return [mechanism.graceMs];
    case 'bursts':
      return [mechanism.upToMs];
    case 'app runs on':
      return mechanism.upToMs === null ? [] : [mechanism.upToMs];
    case 'storage deleted':
      return [mechanism.afterMs];
  }
}

describe.each(everyRow.map((row) => [identity(row), row] as const))('%s', (_, row) => {
  test('says where it is from, and when', () => {
    expect(row.source).toMatch(/^docs\/facts\/\w+\.md §\d|^MicrosoftDocs\//);
    expect(row.date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect(Number.isNaN(Date.parse(row.date))).toBe(false);
  });
  test('has limits that can be', () => {
    for (const limit of row.mechanisms.flatMap(numbersOf)) expect(limit).toBeGreaterThanOrEqual(1_000);
  });
});

test('no two rows are about the same', () => {
  const identities = everyRow.map(identity);
  expect(identities.filter((one, index) => identities.indexOf(one) !== index)).toEqual([]);
});

describe('web rows', () => {
  test('cover each OS in each state', () => {
    for (const os of ['iOS', 'iPadOS', 'Android', 'Windows', 'macOS', 'ChromeOS', 'Linux'] as const) {
      const states = webRowsOnly.filter((row) => row.os === os).map((row) => row.state);
      expect([...new Set(states)].sort(), os).toEqual([...awayStates].sort());
    }
  });
  test.each(devices.filter(({ platform }) => platform.os !== 'unknown'))('cover $name', ({ platform }) => {
    for (const state of awayStates) expect(policyRowFor(everyRow, platform, state)).toMatchObject({ state });
  });
  test('never say full, and never have a mechanism of the Power Apps app', () => {
    for (const row of webRowsOnly) {
      expect(row.level).not.toBe('full');
      for (const { kind } of row.mechanisms) expect(['bursts', 'app runs on']).not.toContain(kind);
    }
  });
  test.each(webRowsOnly.map((row) => [identity(row), row] as const))(
    'have the level that follows from their mechanisms: %s',
    (_, row) => {
      const chance = chanceIn(row.state, {
        platform: platformOf(row),
        findings: [],
        policy: everyRow,
        observed: { kind: 'not seen' },
      });
      expect(chance.level).toBe(row.level);
    },
  );
});

describe('the document’s rows', () => {
  const rows = everyRow.filter((row) => row.who === 'Power Apps app');
  const rowOf = (os: PolicyRow['os'], state: PolicyRow['state']) =>
    rows.find((row) => row.os === os && row.state === state);

  test('are iOS limited, Android full, Windows full, in the background and locked; none when closed', () => {
    expect(rows).toHaveLength(9);
    for (const state of ['hidden', 'locked'] as const) {
      expect(rowOf('iOS', state)?.level).toBe('limited');
      expect(rowOf('Android', state)?.level).toBe('full');
      expect(rowOf('Windows', state)?.level).toBe('full');
    }
    for (const os of ['iOS', 'Android', 'Windows'] as const) expect(rowOf(os, 'closed')?.level).toBe('none');
  });
  test('have the five-minute bursts of iOS with their condition', () => {
    expect(rowOf('iOS', 'locked')?.mechanisms).toEqual([
      {
        kind: 'bursts',
        upToMs: 300_000,
        condition: expect.stringMatching(/not used, more often when it is plugged in/),
      },
    ]);
  });
  test('have the setting of Windows, and the ten minutes on battery with power saving', () => {
    const windows = rowOf('Windows', 'hidden');
    expect(windows?.mechanisms).toEqual([
      { kind: 'app runs on', upToMs: null, condition: expect.stringContaining('“Let this app run in the background”') },
      {
        kind: 'app runs on',
        upToMs: 600_000,
        condition: expect.stringContaining('power saving mode and running on battery'),
      },
    ]);
    expect(windows?.unseen).toEqual(['the Windows setting “Let this app run in the background”']);
  });
});
