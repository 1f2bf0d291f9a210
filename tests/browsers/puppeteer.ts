import puppeteer, { type Browser, type ElementHandle, type KeyInput, type Page } from 'puppeteer-core';
import type { AppBrowser, Engine } from './app-driver.ts';
import { retryFlags, type SyncRetries } from './chromium.ts';
import { findChromium, howToGetChromium } from './find-chromium.ts';
import { findFirefox, howToGetFirefox } from './find-firefox.ts';
import { killNow, killProfile, makeProfile, onExit, removeProfile } from './processes.ts';
import { ScriptPage } from './script-page.ts';

export interface FirefoxOptions {
  readonly profile?: string;
  readonly prefs?: Readonly<Record<string, unknown>>;
}

/** Firefox by WebDriver BiDi. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<PuppeteerBrowser> {
  const executablePath = findFirefox();
  if (executablePath === null) throw new Error(`no Firefox: ${howToGetFirefox}`);
  return launch('firefox', options.profile, (userDataDir) =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      userDataDir,
      extraPrefsFirefox: { ...options.prefs },
    }),
  );
}

export interface HideableOptions {
  readonly profile?: string;
  readonly retries?: SyncRetries;
  readonly args?: readonly string[];
}

/**
 * Chromium by Puppeteer: windows are really hidden and can be frozen, and nobody is attached to the service worker, so
 * that it idles out. Playwright can do neither.
 */
export async function launchHideableChromium(options: HideableOptions = {}): Promise<PuppeteerBrowser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`no Chromium: ${howToGetChromium}`);
  return launch('chromium', options.profile, (userDataDir) =>
    puppeteer.launch({
      executablePath,
      headless: true,
      userDataDir,
      args: ['--no-sandbox', ...retryFlags(options.retries), ...(options.args ?? [])],
      targetFilter: (target) => target.type() !== 'service_worker',
    }),
  );
}

async function launch(
  engine: Engine,
  kept: string | undefined,
  start: (profile: string) => Promise<Browser>,
): Promise<PuppeteerBrowser> {
  const profile = kept ?? makeProfile(engine);
  const forget = onExit(() => {
    killNow(profile);
    if (kept === undefined) removeProfile(profile);
  });
  const browser = await start(profile);
  const [first] = await browser.pages();
  return new PuppeteerBrowser(engine, browser, first ?? (await browser.newPage()), profile, () => {
    forget();
    if (kept === undefined) removeProfile(profile);
  });
}

export class PuppeteerBrowser implements AppBrowser {
  readonly engine: Engine;
  readonly raw: Browser;
  readonly profile: string;
  /** A blank window outside the app. */
  readonly blank: Page;
  readonly #cleanUp: () => void;

  constructor(engine: Engine, raw: Browser, blank: Page, profile: string, cleanUp: () => void) {
    this.engine = engine;
    this.raw = raw;
    this.blank = blank;
    this.profile = profile;
    this.#cleanUp = cleanUp;
  }

  async open(url: string): Promise<PuppeteerPage> {
    const raw = await this.raw.newPage();
    raw.on('dialog', (dialog) => void dialog.accept());
    await raw.setViewport({ width: 1280, height: 800 });
    const page = new PuppeteerPage(raw);
    await page.goto(url);
    return page;
  }

  async closeAllAppPages(): Promise<void> {
    const pages = await this.raw.pages();
    await Promise.all(pages.map((page) => (page === this.blank ? null : page.close())));
  }

  /** Shows the blank window instead: every other one becomes hidden. `bringToFront` shows one again. */
  async hideAll(): Promise<void> {
    await this.blank.bringToFront();
  }

  async close(): Promise<void> {
    await this.raw.close();
    await killProfile(this.profile);
    this.#cleanUp();
  }

  async kill(): Promise<void> {
    await killProfile(this.profile);
    await this.raw.disconnect().catch(() => {});
  }
}

export class PuppeteerPage extends ScriptPage<ElementHandle> {
  readonly raw: Page;

  constructor(raw: Page) {
    super({
      evaluate: (expression) => raw.evaluate(expression),
      element: async (expression) => {
        const element = (await raw.evaluateHandle(expression)).asElement();
        if (element === null) throw new Error('not an element');
        return element as ElementHandle;
      },
      click: (element) => element.click(),
      isMoved: (error) => /context|detached|navigat|no such (frame|node|handle)|not clickable/i.test(String(error)),
    });
    this.raw = raw;
  }

  async goto(url: string): Promise<void> {
    await this.raw.goto(url);
  }

  async reload(): Promise<void> {
    await this.raw.reload();
  }

  async url(): Promise<string> {
    return this.raw.url();
  }

  async bringToFront(): Promise<void> {
    await this.raw.bringToFront();
  }

  async close(): Promise<void> {
    await this.raw.close();
  }

  async press(key: string): Promise<void> {
    await this.raw.keyboard.press(key as KeyInput);
  }

  async screenshot(path: string): Promise<void> {
    await this.raw.screenshot({ path: path as `${string}.png` });
  }

  /** Chromium only, and only while hidden: stops everything in the page, as the system does on a phone. */
  async setFrozen(isFrozen: boolean): Promise<void> {
    const session = await this.raw.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' });
    await session.detach();
  }

  protected async typeInto(element: ElementHandle, text: string): Promise<void> {
    await element.focus();
    await this.raw.keyboard.type(text);
  }
}
