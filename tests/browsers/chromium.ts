import { type BrowserContext, type CDPSession, chromium, type ElementHandle, type Page } from 'playwright';
import type { AppBrowser } from './app-driver.ts';
import { findChromium, howToGetChromium } from './find-chromium.ts';
import { killNow, killProfile, makeProfile, onExit, removeProfile } from './processes.ts';
import { ScriptPage } from './script-page.ts';

export interface ChromiumOptions {
  /** Profile folder that outlives the browser; a temporary one if absent. */
  readonly profile?: string;
  /** Background Sync's retries: real ones, sooner. */
  readonly retries?: SyncRetries;
  readonly args?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly serviceWorkers?: 'allow' | 'block';
}

export interface SyncRetries {
  readonly delaySeconds: number;
  readonly factor: number;
  readonly attempts: number;
}

export const shortRetries: SyncRetries = { delaySeconds: 1, factor: 1, attempts: 1000 };

/** Chromium by Playwright: always visible, attached to the service worker. For hiding and freezing see `puppeteer.ts`. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<ChromiumBrowser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`no Chromium: ${howToGetChromium}`);
  const profile = options.profile ?? makeProfile('chromium');
  const forget = onExit(() => {
    killNow(profile);
    if (options.profile === undefined) removeProfile(profile);
  });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...retryFlags(options.retries), ...(options.args ?? [])],
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? 'light',
    serviceWorkers: options.serviceWorkers ?? 'allow',
  });
  // The window that Chromium begins with: it shows nothing of the app and is where the browser is observed from.
  const [first] = context.pages();
  return new ChromiumBrowser(context, first ?? (await context.newPage()), profile, async () => {
    forget();
    if (options.profile === undefined) removeProfile(profile);
  });
}

export function retryFlags(retries: SyncRetries | undefined): readonly string[] {
  if (retries === undefined) return [];
  const parameters = [
    `initial_retry_delay_sec/${retries.delaySeconds}`,
    `retry_delay_factor/${retries.factor}`,
    `max_sync_attempts/${retries.attempts}`,
    'min_sync_recovery_time_sec/1',
  ];
  return ['--force-fieldtrials=BackgroundSync/T', `--force-fieldtrial-params=BackgroundSync.T:${parameters.join('/')}`];
}

export class ChromiumBrowser implements AppBrowser {
  readonly engine = 'chromium';
  readonly context: BrowserContext;
  readonly profile: string;
  /** A blank window outside the app. */
  readonly blank: Page;
  readonly #cleanUp: () => Promise<void>;

  constructor(context: BrowserContext, blank: Page, profile: string, cleanUp: () => Promise<void>) {
    this.context = context;
    this.blank = blank;
    this.profile = profile;
    this.#cleanUp = cleanUp;
  }

  async open(url: string): Promise<ChromiumPage> {
    const raw = await this.context.newPage();
    raw.on('dialog', (dialog) => void dialog.accept());
    const page = new ChromiumPage(raw);
    await page.goto(url);
    return page;
  }

  async closeAllAppPages(): Promise<void> {
    await Promise.all(this.context.pages().map((page) => (page === this.blank ? null : page.close())));
  }

  /** A CDP session of the blank window: its domains see the whole profile. */
  async cdp(): Promise<CDPSession> {
    return this.context.newCDPSession(this.blank);
  }

  async close(): Promise<void> {
    await this.context.close();
    await killProfile(this.profile);
    await this.#cleanUp();
  }

  async kill(): Promise<void> {
    await killProfile(this.profile);
    await this.context.close().catch(() => {});
  }
}

export class ChromiumPage extends ScriptPage<ElementHandle> {
  readonly raw: Page;

  constructor(raw: Page) {
    super({
      evaluate: (expression) => raw.evaluate(expression),
      element: async (expression) => {
        const element = (await raw.evaluateHandle(expression)).asElement();
        if (element === null) throw new Error('not an element');
        return element;
      },
      click: (element) => element.click(),
      isMoved: (error) => /context was destroyed|not attached|navigat/i.test(String(error)),
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
    await this.raw.keyboard.press(key);
  }

  async screenshot(path: string): Promise<void> {
    await this.raw.screenshot({ path });
  }

  protected async typeInto(element: ElementHandle, text: string): Promise<void> {
    await element.focus();
    await this.raw.keyboard.type(text);
  }
}
