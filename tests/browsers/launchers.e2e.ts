import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppBrowser, AppPage } from './app-driver.ts';
import { watchBackgroundSync, windowsOf } from './background-sync.ts';
import { launchChromium, shortRetries } from './chromium.ts';
import { engines } from './engines.ts';
import { findChromium } from './find-chromium.ts';
import { findFirefox } from './find-firefox.ts';
import { makeProfile, removeProfile } from './processes.ts';
import { launchFirefox, launchHideableChromium, type PuppeteerPage } from './puppeteer.ts';
import { serveTestPage, type TestPage } from './test-page.ts';

let served: TestPage;
beforeAll(async () => {
  served = await serveTestPage();
});
afterAll(() => served.stop());

const hideable = {
  name: 'Chromium that can be hidden',
  isHere: findChromium() !== null,
  launch: () => launchHideableChromium(),
};

describe.each([...engines, hideable])('$name', ({ isHere, launch }) => {
  let browser: AppBrowser;
  let page: AppPage;
  beforeAll(async () => {
    if (!isHere) return;
    browser = await launch();
    page = await browser.open(served.url);
  });
  afterAll(() => browser?.close());

  test.runIf(isHere)('fills, clicks, waits and reads as a person would', async () => {
    await page.fill({ role: 'textbox', name: 'Name' }, 'Ada');
    await page.fill({ role: 'textbox', name: 'Born' }, '1815-12-10');
    await page.fill({ role: 'combobox', name: 'Kind' }, 'Second one');
    await page.click({ role: 'button', name: 'Save' });
    await page.waitForText('Ada, 1815-12-10, 2');
    await page.type({ role: 'textbox', name: /^Nam/ }, ' Lovelace');
    expect(await page.value('[name=name]')).toBe('Ada Lovelace');
    await page.press('Tab');
    await page.click({ role: 'button', name: 'Save' });
    await page.waitFor({ role: 'listitem', nth: 1, within: { role: 'list', name: 'Saved' } });
    expect(await page.text({ role: 'list', name: 'Saved' })).toBe('Ada, 1815-12-10, 2 Ada Lovelace, 1815-12-10, 2');
    expect(await page.count({ role: 'button' })).toBe(2);
  });

  test.runIf(isHere)('says what was on the screen when it waited in vain', async () => {
    await expect(page.waitFor({ role: 'button', name: 'Nothing' }, 300)).rejects.toThrow(
      /Nothing.*waited \d+ ms.*People/s,
    );
    await expect(page.click({ role: 'button' })).rejects.toThrow(/2 elements match.*Save \| Close window/s);
  });

  test.runIf(isHere)('evaluates under a strict policy, waits across a reload, takes a picture', async () => {
    expect(await page.evaluate((a: number, b: number) => Promise.resolve(a + b), 2, 3)).toBe(5);
    const hasNone = (answer: string) => document.querySelector('ul')?.children.length === 0 && answer;
    const [answer] = await Promise.all([page.waitForFunction(hasNone, 'none'), page.reload()]);
    expect(answer).toBe('none');
    await page.evaluate(() => {
      setTimeout(() => location.assign('/elsewhere'), 100);
    });
    await page.waitForFunction(() => location.pathname === '/elsewhere');
    const path = join(tmpdir(), `landfall-${process.pid}.png`);
    await page.screenshot(path);
    expect(statSync(path).size).toBeGreaterThan(1000);
    rmSync(path);
  });

  test.runIf(isHere)('closes every window of the app and opens another', async () => {
    await page.goto(served.url);
    await page.evaluate(() => localStorage.setItem('kept', 'yes'));
    const second = await browser.open(served.url);
    expect(await second.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
    await browser.closeAllAppPages();
    page = await browser.open(served.url);
    expect(await page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
    expect(await page.url()).toBe(served.url);
  });
});

describe.runIf(findChromium() !== null)('Chromium', () => {
  test('fires the browser’s own sync event with no window open, and retries', async () => {
    const browser = await launchChromium({ retries: shortRetries });
    const watch = await watchBackgroundSync(browser);
    const page = await browser.open(served.url);
    served.answer = 503;
    await page.evaluate(async () => {
      const registration = (await navigator.serviceWorker.ready) as unknown as {
        sync: { register(tag: string): Promise<void> };
      };
      await registration.sync.register('bell');
    });
    await browser.closeAllAppPages();
    await watch.waitFor((_event, all) => all.filter(({ name }) => /dispatched/i.test(name)).length >= 2);
    expect(await windowsOf(browser, served.url)).toEqual({ pages: 0, clients: 0 });
    served.answer = 200;
    await watch.waitFor(({ name }) => /completed/i.test(name));
    expect(watch.events.every(({ instance }) => instance === 'bell')).toBe(true);
    expect(served.rings).toBeGreaterThanOrEqual(2);
    await browser.close();
  });

  test('keeps a profile over SIGKILL', async () => {
    const profile = makeProfile('chromium');
    const first = await launchChromium({ profile });
    const page = await first.open(served.url);
    await page.evaluate(async () => {
      const cache = await caches.open('kept');
      await cache.put('/kept', new Response('yes'));
    });
    await first.kill();
    const second = await launchChromium({ profile });
    const again = await second.open(served.url);
    expect(await again.evaluate(async () => (await caches.match('/kept'))?.text())).toBe('yes');
    await second.close();
    removeProfile(profile);
  });

  test('really hides and freezes a window', async () => {
    const browser = await launchHideableChromium();
    const page = (await browser.open(served.url)) as PuppeteerPage;
    expect(await page.text('#state')).toBe('visible');
    await browser.hideAll();
    await page.waitForText('hidden');
    await page.setFrozen(true);
    await page.setFrozen(false);
    await page.bringToFront();
    await page.waitForText('visible');
    expect(await page.evaluate(() => localStorage.getItem('frozen'))).toBe('yes');
    await browser.close();
  });
});

describe.runIf(findFirefox() !== null)('Firefox', () => {
  test('keeps a profile over SIGKILL', async () => {
    const profile = makeProfile('firefox');
    const first = await launchFirefox({ profile });
    const page = await first.open(served.url);
    await page.evaluate(async () => {
      const cache = await caches.open('kept');
      await cache.put('/kept', new Response('yes'));
    });
    await first.kill();
    const second = await launchFirefox({ profile });
    const again = await second.open(served.url);
    expect(await again.evaluate(async () => (await caches.match('/kept'))?.text())).toBe('yes');
    await second.close();
    removeProfile(profile);
  });
});
