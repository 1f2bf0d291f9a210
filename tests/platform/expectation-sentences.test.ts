import { expect, test } from 'vitest';
import { findingOf } from '../../src/platform/capability.ts';
import type { Platform } from '../../src/platform/recognised-platform.ts';
import { devices } from './devices.ts';
import {
  expectOn,
  firstLoad,
  lacks,
  nothing,
  oneChange,
  sleepingBrowser,
  threeChanges,
  wakes,
  wakingBrowser,
  workerlessBrowser,
} from './situations.ts';

/** What probes find there, by what the table of compatibility says. */
function usualFindings({ engine, browser, os }: Platform) {
  if (browser === 'in-app browser') return os === 'Android' ? sleepingBrowser : workerlessBrowser;
  return engine === 'Chromium' ? wakingBrowser : sleepingBrowser;
}

const works = [
  ['nothing waits', nothing, true],
  ['1 change, offline', oneChange, false],
  ['3 changes', threeChanges, true],
  ['first load', firstLoad, true],
  ['first load, offline', { ...firstLoad, msLeft: null }, false],
  ['12 changes and 900 rows', { changes: 12, rowsLeft: 900, isInitialLoad: false, msLeft: null }, true],
] as const;

type Expected = ReturnType<typeof expectOn>;

/** Where a sentence stands, and which it is. */
const places: readonly (readonly [string, (expectation: Expected) => string])[] = [
  ['now', ({ level, headline }) => `(${level}) ${headline}`],
  ['hidden', ({ ifYouLeave }) => ifYouLeave.hidden],
  ['locked', ({ ifYouLeave }) => ifYouLeave.locked],
  ['closed', ({ ifYouLeave }) => ifYouLeave.closed],
];

/** Each sentence once, and under it who reads it. */
function grouped(entries: readonly (readonly [name: string, sentence: string])[]): string {
  const readers = new Map<string, string[]>();
  for (const [name, sentence] of entries) readers.set(sentence, [...(readers.get(sentence) ?? []), name]);
  return [...readers].map(([sentence, names]) => `- ${sentence}\n  - ${names.join(' · ')}`).join('\n');
}

function workChapters(): readonly string[] {
  return works.flatMap(([workName, work, isOnline]) =>
    places.map(([place, sentenceOf]) => {
      const entries = devices.map(({ name, platform }) => {
        const expectation = expectOn(platform, usualFindings(platform), work, { isOnline });
        return [name, sentenceOf(expectation)] as const;
      });
      return `## ${workName}: ${place}\n\n${grouped(entries)}`;
    }),
  );
}

function reasonChapter(): string {
  const entries = devices.flatMap(({ name, platform }) =>
    expectOn(platform, usualFindings(platform), threeChanges).whyNot.map((reason) => [name, reason] as const),
  );
  return `## why not more\n\n${grouped(entries)}`;
}

function bulleted(expectation: Expected): string {
  const sentences = places.map(([place, sentenceOf]) => `- ${place}: ${sentenceOf(expectation)}`);
  const reasons = expectation.whyNot.map((reason) => `- why not more: ${reason}`);
  return [...sentences, ...reasons, `- seen: ${expectation.observed}`].join('\n');
}

function oddChapters(): readonly string[] {
  const chromium = devices.find(({ name }) => name === 'Linux, Debian’s Chromium')?.platform;
  if (chromium === undefined) throw new Error('no such device');
  const odd = (capability: Parameters<typeof lacks>[0], code?: Parameters<typeof lacks>[1]) => [
    ...wakingBrowser.filter((finding) => finding !== findingOf(wakingBrowser, capability)),
    lacks(capability, code),
  ];
  const oddities = [
    ['no service worker (absent)', workerlessBrowser, []],
    ['no service worker (not registered)', odd('service worker', 'refused'), []],
    ['background sync refused', odd('background sync', 'refused'), []],
    ['no web locks', odd('web locks'), []],
    ['no broadcast channel', odd('broadcast channel'), []],
    ['storage not persistent', odd('persistent storage', 'refused'), []],
    ['nothing can be saved', odd('indexeddb', 'failed'), []],
    ['not probed', [], []],
    ['woken 9 times, never cut off', wakingBrowser, wakes(chromium, 9, 0)],
    ['woken 9 times, cut off once', wakingBrowser, wakes(chromium, 9, 1)],
    ['woken 6 times, cut off 4 times', wakingBrowser, wakes(chromium, 6, 4)],
  ] as const;
  return oddities.map(([name, findings, seen]) => {
    const expectation = expectOn(chromium, findings, threeChanges, { wakes: seen });
    return `## Chromium on Linux, 3 changes: ${name}\n\n${bulleted(expectation)}`;
  });
}

function signedOutChapters(): readonly string[] {
  return works.map(([workName, work]) => {
    const entries = places.flatMap(([place, sentenceOf]) =>
      devices.map(({ platform }) => {
        const expectation = expectOn(platform, usualFindings(platform), work, { isSignedOut: true });
        return [place, sentenceOf(expectation)] as const;
      }),
    );
    const distinct = entries.filter(
      ([place, text], index) => entries.findIndex((other) => other[0] === place && other[1] === text) === index,
    );
    return `## signed out, ${workName}\n\n${grouped(distinct)}`;
  });
}

test('every sentence of the expectation, for a person to read from top to bottom', async () => {
  const title = '# What Landfall says will happen\n\nWritten by tests/platform/expectation-sentences.test.ts.';
  await expect(
    `${[title, ...workChapters(), reasonChapter(), ...signedOutChapters(), ...oddChapters()].join('\n\n')}\n`,
  ).toMatchFileSnapshot('expectation-sentences.md');
});
