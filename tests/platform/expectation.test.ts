import { describe, expect, test } from 'vitest';
import { awayStates, type PolicyRow } from '../../src/platform/background-policy.ts';
import { everyRow } from '../../src/platform/policy/every-row.ts';
import { devices } from './devices.ts';
import { platformOf, webRowsOnly } from './policy-platforms.ts';
import {
  expectOn,
  firstLoad,
  nothing,
  oneChange,
  sleepingBrowser,
  threeChanges,
  wakingBrowser,
  workerlessBrowser,
} from './situations.ts';

const works = { nothing, oneChange, threeChanges, firstLoad, both: { ...firstLoad, changes: 12 } };
const states = Object.entries(works).flatMap(([name, work]) =>
  [true, false].map((isOnline) => ({ name: `${name}, ${isOnline ? 'online' : 'offline'}`, work, isOnline })),
);

/** What no sentence may say: promises, and words of ours that a person does not know. */
const forbidden =
  /will finish|guarantee|always|promise you|never lost|IndexedDB|outbox|fence|undefined|null|NaN|\s\s|\.\./i;

/** Minutes and seconds that a sentence may name: the estimate, and the browser's patience. */
function limitsIn(text: string): readonly string[] {
  return [...text.matchAll(/(\d+|five|ten) (?:minute|min|second)/gi)].map((match) => match[1] ?? '');
}

function everySentence(expectation: ReturnType<typeof expectOn>): readonly string[] {
  const { headline, ifYouLeave, whyNot, observed } = expectation;
  return [headline, ...Object.values(ifYouLeave), ...whyNot, observed];
}

describe.each(webRowsOnly.map((row) => [`${row.os} / ${row.browser} / ${row.install} / ${row.state}`, row] as const))(
  '%s',
  (_, row) => {
    test.each(states)('$name', ({ work, isOnline }) => {
      const expectation = expectOn(platformOf(row), [], work, { isOnline });
      const sentence = expectation.ifYouLeave[row.state];
      for (const text of everySentence(expectation)) {
        expect(text).toMatch(/^[A-Za-z0-9].*\.$/);
        expect(text).not.toMatch(forbidden);
        expect(text).not.toMatch(/\bIP(?:hone|ad)\b|\. [a-hj-z]/);
        for (const limit of limitsIn(text)) expect(['7', '20']).toContain(limit);
      }
      if (work.changes > 0) {
        const sendsAlone = / by itself /.test(sentence);
        expect(sendsAlone).toBe(row.level === 'limited');
        expect(/leaves? when you/.test(sentence)).toBe(row.level === 'none');
        expect(sentence).toContain(work.changes === 1 ? 'our change' : `${work.changes} changes`);
      }
      if (work.isInitialLoad) expect(sentence).toContain('goes on where it was');
      if (work === nothing) expect(sentence).toMatch(/^Nothing of yours waits to be sent in this environment\./);
      expect(expectation.headline.startsWith('You are offline.')).toBe(!isOnline);
    });
  },
);

describe.each(devices)('$name', ({ platform }) => {
  test('without a service worker nobody sends by itself, and it says why', () => {
    const expectation = expectOn(platform, workerlessBrowser, threeChanges);
    expect(everySentence(expectation).join(' ')).not.toContain('by itself');
    expect(expectation.level).toBe('only while open');
    expect(expectation.whyNot).not.toEqual([]);
  });

  test('figures of the Power Apps app change nothing', () => {
    const doctored = everyRow.map(
      (row): PolicyRow =>
        row.who === 'Power Apps app'
          ? { ...row, level: 'full', mechanisms: [{ kind: 'app runs on', upToMs: 3_600_000, condition: 'ever' }] }
          : row,
    );
    const without = everyRow.filter((row) => row.who === 'web app');
    for (const findings of [[], wakingBrowser, sleepingBrowser]) {
      for (const work of Object.values(works)) {
        const expectation = expectOn(platform, findings, work);
        expect(expectOn(platform, findings, work, { policy: doctored })).toEqual(expectation);
        expect(expectOn(platform, findings, work, { policy: without })).toEqual(expectation);
      }
    }
  });
});

test('with the Power Apps app’s rows alone nothing is promised on any state', () => {
  const policy = everyRow.filter((row) => row.who === 'Power Apps app');
  const windows = devices.find(({ name }) => name === 'Windows, Edge tab');
  if (windows === undefined) throw new Error('no such device');
  const expectation = expectOn(windows.platform, [], threeChanges, { policy });
  for (const state of awayStates) expect(expectation.ifYouLeave[state]).toContain('when you');
  expect(expectation.level).toBe('only while open');
});
