import { describe, expect, test } from 'vitest';
import { deviceNamed } from './devices.ts';
import {
  expectOn,
  firstLoad,
  has,
  lacks,
  nothing,
  oneChange,
  sleepingBrowser,
  threeChanges,
  wakes,
  wakingBrowser,
  workerlessBrowser,
} from './situations.ts';

// Written from docs/facts/platform.md, not from the code: what a person ought to read.

const debianChromium = deviceNamed('Linux, Debian’s Chromium');
const androidChrome = deviceNamed('Android, Chrome tab');
const iphone = deviceNamed('iPhone, Home Screen');
const iphoneTab = deviceNamed('iPhone, Safari tab');
const firefox = deviceNamed('Linux, Firefox ESR');
const webkitGtk = deviceNamed('Linux, WebKitGTK');
const edge = deviceNamed('Windows, Edge, installed, on a touch screen');

describe('the first load', () => {
  test('on an iPhone', () => {
    const { level, headline, ifYouLeave } = expectOn(iphone, sleepingBrowser, firstLoad);
    expect(level).toBe('only while open');
    expect(headline).toBe(
      'About 7 minutes left. Keep Landfall open: iPhone pauses this when you lock it, and it goes on where it was when you come back.',
    );
    expect(ifYouLeave.locked).toBe(
      'iPhone pauses loading when you lock it; it goes on where it was when you come back.',
    );
  });
  test('in Firefox on a computer', () => {
    expect(expectOn(firefox, sleepingBrowser, firstLoad).headline).toBe(
      'About 7 minutes left. Keep Landfall open: Firefox stops this when you close it, and it goes on where it was when you open it again.',
    );
  });
  test('in Chromium', () => {
    const { headline, ifYouLeave } = expectOn(debianChromium, wakingBrowser, firstLoad);
    expect(headline).toBe(
      'About 7 minutes left. Chromium goes on for a while if you leave; if it is cut off, it goes on where it was when you come back.',
    );
    expect(ifYouLeave.closed).toBe(
      'Chromium goes on loading for a while; if it is cut off, it goes on where it was when you open Landfall again.',
    );
  });
  test('without an estimate, and without network', () => {
    const unknown = { ...firstLoad, msLeft: null, rowsLeft: null };
    expect(expectOn(webkitGtk, sleepingBrowser, unknown).headline).toMatch(
      /^The first load is running\. Keep Landfall/,
    );
    expect(expectOn(iphone, sleepingBrowser, unknown, { isOnline: false }).headline).toBe(
      'You are offline. The first load waits for network and goes on where it was.',
    );
  });
});

describe('changes that wait', () => {
  test('on Android', () => {
    const { level, headline, ifYouLeave } = expectOn(androidChrome, wakingBrowser, threeChanges);
    expect(level).toBe('limited');
    expect(headline).toBe(
      '3 changes wait. Android sends them by itself when there is network, even if you close Landfall; if the service stays down for about 20 minutes, open Landfall again.',
    );
    expect(ifYouLeave.locked).toBe(
      'Android sends your 3 changes by itself when there is network. If the service stays down for about 20 minutes, open Landfall again.',
    );
  });
  test('in Chromium on Linux', () => {
    const { level, headline, ifYouLeave } = expectOn(debianChromium, wakingBrowser, threeChanges);
    expect(level).toBe('limited');
    expect(headline).toBe(
      '3 changes wait. Chromium sends them by itself when there is network, even if you close Landfall, as long as the browser runs; if the service stays down for about 20 minutes, open Landfall again.',
    );
    expect(ifYouLeave.closed).toBe(
      'Chromium sends your 3 changes by itself when there is network, as long as the browser runs, or when it is started again. If the service stays down for about 20 minutes, open Landfall again.',
    );
  });
  test('one, in Edge on Windows, offline', () => {
    const { headline, ifYouLeave, whyNot } = expectOn(edge, wakingBrowser, oneChange, { isOnline: false });
    expect(headline).toBe(
      'You are offline. 1 change waits. Edge sends it by itself when there is network, even if you close Landfall, as long as the browser runs; if the service stays down for about 20 minutes, open Landfall again.',
    );
    expect(ifYouLeave.locked).toBe(
      'Edge sends your change by itself when there is network, as long as the browser runs and the computer does not sleep. If the service stays down for about 20 minutes, open Landfall again.',
    );
    expect(whyNot.join()).toContain('Landfall cannot see what may delay or stop this: the Windows setting');
  });
  test.each([
    ['Firefox', firefox],
    ['WebKitGTK', webkitGtk],
    ['Safari on a Mac', deviceNamed('macOS, Safari, in the Dock')],
  ])('in %s', (_, platform) => {
    const { level, headline, ifYouLeave } = expectOn(platform, sleepingBrowser, threeChanges);
    const sentence =
      'Nothing leaves this device while Landfall is closed. Your 3 changes are saved on this device and leave when you open Landfall again.';
    expect(level).toBe('only while open');
    expect(headline).toBe(sentence);
    expect(ifYouLeave.closed).toBe(sentence);
    expect(ifYouLeave.hidden).toBe('Landfall sends your 3 changes when there is network, as long as it stays open.');
  });
  test('on an iPhone, one', () => {
    const { headline, ifYouLeave } = expectOn(iphone, sleepingBrowser, oneChange);
    expect(headline).toBe(
      'Nothing leaves this device while Landfall is closed or not on the screen. Your change is saved on this device and leaves when you open Landfall again.',
    );
    expect(ifYouLeave.hidden).toBe(
      'iPhone pauses Landfall soon after you leave. Your change is saved on this device and leaves when you come back.',
    );
  });
  test('in a Safari tab, which may be emptied', () => {
    expect(expectOn(iphoneTab, sleepingBrowser, oneChange).ifYouLeave.closed).toBe(
      'Nothing leaves this device while Landfall is closed. Your change is saved on this device and leaves when you open Landfall again. Come back soon: after 7 days of using Safari without opening Landfall, it may delete what is saved here.',
    );
  });
});

test('nothing waits', () => {
  const { headline, ifYouLeave } = expectOn(debianChromium, wakingBrowser, nothing);
  expect(headline).toBe('Nothing of yours waits to be sent in this environment.');
  expect(ifYouLeave.closed).toBe(
    'Nothing of yours waits to be sent in this environment. New rows arrive when you open Landfall again.',
  );
  expect(expectOn(firefox, sleepingBrowser, nothing, { isOnline: false }).headline).toBe(
    'You are offline. Nothing of yours waits to be sent in this environment.',
  );
});

describe('signed out', () => {
  test('nobody sends or receives by itself', () => {
    const { headline, ifYouLeave } = expectOn(androidChrome, wakingBrowser, threeChanges, { isSignedOut: true });
    expect(headline).toBe('3 changes wait until you sign in again. Until then they are saved on this device.');
    expect(ifYouLeave.closed).toBe(
      'Nothing is sent or received until you sign in again. Your 3 changes are saved on this device.',
    );
  });
  test('the first load waits too', () => {
    expect(expectOn(iphone, sleepingBrowser, firstLoad, { isSignedOut: true }).headline).toBe(
      'The first load waits until you sign in again and goes on where it was.',
    );
  });
});

describe('why not', () => {
  test('Firefox, iPhone', () => {
    expect(expectOn(firefox, sleepingBrowser, nothing).whyNot).toEqual(['Firefox does not wake web apps to send.']);
    expect(expectOn(iphone, sleepingBrowser, nothing).whyNot).toEqual(['iPhone does not wake web apps to send.']);
  });
  test('a page inside another app', () => {
    const instagram = deviceNamed('iPhone, inside Instagram');
    expect(expectOn(instagram, workerlessBrowser, nothing).whyNot).toEqual([
      'This page is open inside another app, where Landfall cannot send in the background. Open it in Safari instead.',
    ]);
  });
  test('Chromium without a service worker', () => {
    const { level, headline, whyNot } = expectOn(debianChromium, workerlessBrowser, threeChanges);
    expect(level).toBe('only while open');
    expect(headline).toMatch(/^Nothing leaves this device while Landfall is closed\./);
    expect(whyNot).toEqual([
      'This browser has no service worker here (a private window, or an old browser): Landfall cannot work in the background or start without network.',
    ]);
  });
  test('Chromium that was told not to', () => {
    const findings = [
      has('service worker'),
      lacks('background sync', 'refused'),
      lacks('persistent storage', 'refused'),
    ];
    const { headline, whyNot } = expectOn(debianChromium, findings, threeChanges);
    expect(headline).toMatch(/^Nothing leaves this device while Landfall is closed\./);
    expect(whyNot).toEqual([
      'Background sync is refused for this site. You can allow it in the browser’s settings for this site.',
      'The browser has not promised to keep what is saved here: it may delete it if this device runs out of space.',
    ]);
  });
  test('nothing can be saved', () => {
    const { level, headline, ifYouLeave } = expectOn(firefox, [lacks('indexeddb', 'failed')], threeChanges);
    expect(level).toBe('none');
    expect(headline).toBe(
      'This browser lets Landfall save nothing on this device: what you enter is lost when you leave. Open Landfall in a normal window, not a private one.',
    );
    expect(ifYouLeave.closed).toBe(headline);
  });
});

describe('what was found outranks the name', () => {
  test('a Firefox that has Background Sync is believed', () => {
    const { level, headline } = expectOn(firefox, wakingBrowser, threeChanges);
    expect(level).toBe('limited');
    expect(headline).toMatch(/^3 changes wait\. Firefox sends them by itself .* as long as the browser runs/);
  });
  test('a Chromium that lacks it is told like Firefox', () => {
    expect(expectOn(androidChrome, sleepingBrowser, threeChanges).headline).toBe(
      'Nothing leaves this device while Landfall is closed or not on the screen. Your 3 changes are saved on this device and leave when you open Landfall again.',
    );
  });
  test('a browser nobody knows is promised nothing', () => {
    const unknown = deviceNamed('a browser nobody knows');
    const { headline, ifYouLeave, whyNot } = expectOn(unknown, [], threeChanges);
    expect(headline).toMatch(/^Nothing leaves this device while Landfall is closed or/);
    expect(ifYouLeave.locked).toMatch(/^This browser may pause Landfall when you lock it\./);
    expect(whyNot).toEqual(['Landfall does not know this browser, so it counts on nothing in the background.']);
  });
});

describe('what was seen here outranks the table', () => {
  test('not before five wakes of this browser version, installed or not as now, in 14 days', () => {
    const seen = wakes(debianChromium, 4, 4);
    const older = wakes({ ...debianChromium, browserMajor: 155 }, 9, 9);
    const elsewhere = wakes({ ...debianChromium, install: 'installed' }, 9, 9);
    const longAgo = wakes(debianChromium, 9, 9).map((wake) => ({
      ...wake,
      startedAt: wake.startedAt - 14 * 86_400_000,
    }));
    const unknown = wakes({ ...debianChromium, browserMajor: null, install: 'unknown' }, 9, 9);
    const expectation = expectOn(debianChromium, wakingBrowser, threeChanges, {
      wakes: [...seen, ...older, ...elsewhere, ...longAgo, ...unknown],
    });
    expect(expectation.observed).toBe('Not seen yet on this device.');
    expect(expectation.level).toBe('limited');
  });
  test('wakes that mostly came to their end', () => {
    const { observed, level } = expectOn(debianChromium, wakingBrowser, threeChanges, {
      wakes: wakes(debianChromium, 9, 1),
    });
    expect(observed).toBe('In the last 14 days the browser woke Landfall 9 times on this device and cut it off once.');
    expect(level).toBe('limited');
  });
  test('wakes that were mostly cut off', () => {
    const { headline, ifYouLeave, level, whyNot } = expectOn(androidChrome, wakingBrowser, threeChanges, {
      wakes: wakes(androidChrome, 6, 4),
    });
    expect(level).toBe('only while open');
    expect(headline).toBe(
      '3 changes wait. Keep Landfall open until they are sent. In the last 14 days the browser woke Landfall 6 times on this device and cut it off 4 times.',
    );
    expect(ifYouLeave.closed).toMatch(/^Android tries to send your 3 changes by itself/);
    expect(whyNot[0]).toBe('On this device 4 of 6 wakes were cut off before their end, so do not count on them.');
  });
});
