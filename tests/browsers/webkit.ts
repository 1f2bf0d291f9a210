import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { AppBrowser } from './app-driver.ts';
import { findWebKit, howToGetWebKit } from './find-webkit.ts';
import { freePort } from './free-port.ts';
import { onExit } from './processes.ts';
import { ScriptPage } from './script-page.ts';
import { WebDriverError, WebDriverSession } from './web-driver.ts';

// Safari has these switched on, WebKitGTK's MiniBrowser has not.
const features = '--features=+StorageAPI,+StorageAPIEstimate,+FileSystem,+RequestIdleCallback';

/**
 * WebKitGTK by WebDriver on a display of its own. A session forgets everything when it ends: what has to outlive a
 * closed app lives on in the same session, whose first, blank window stays open.
 */
export async function launchWebKit(): Promise<WebKitBrowser> {
  const paths = findWebKit();
  if (paths === null) throw new Error(`no WebKit: ${howToGetWebKit}`);
  const started: ChildProcess[] = [];
  const stop = () => {
    // Each leads a process group: the driver's holds the browser.
    for (const { pid } of started.reverse()) killGroup(pid);
  };
  const forget = onExit(stop);
  try {
    const display = spawn(paths.xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: true,
    });
    started.push(display);
    const env = {
      ...process.env,
      // On a machine without a language navigator.language would be "C".
      LANG: 'en_US.UTF-8',
      LANGUAGE: 'en_US',
      LC_ALL: 'en_US.UTF-8',
      DISPLAY: `:${await firstLine(display)}`,
      // With WEBKIT_DISABLE_COMPOSITING_MODE a picture is never finished.
      LIBGL_ALWAYS_SOFTWARE: '1',
    };
    const port = await freePort();
    started.push(spawn(paths.driver, [`--port=${port}`], { env, stdio: 'ignore', detached: true }));
    const driver = `http://127.0.0.1:${port}`;
    await untilListening(driver);
    const session = await WebDriverSession.begin(driver, {
      'webkitgtk:browserOptions': { binary: paths.browser, args: ['--automation', features] },
    });
    return new WebKitBrowser(session, () => {
      forget();
      stop();
    });
  } catch (error) {
    forget();
    stop();
    throw error;
  }
}

export class WebKitBrowser implements AppBrowser {
  readonly engine = 'webkit';
  readonly #session: WebDriverSession;
  readonly #stop: () => void;
  readonly #pages = new Set<WebKitPage>();

  constructor(session: WebDriverSession, stop: () => void) {
    this.#session = session;
    this.#stop = stop;
  }

  async open(url: string): Promise<WebKitPage> {
    const handle = await this.#session.inWindow(null, async (send) => {
      // The window that a command goes to has to exist even to open another, and the last one may be closed.
      const [blank] = (await send('GET', '/window/handles')) as readonly string[];
      await send('POST', '/window', { handle: blank });
      return ((await send('POST', '/window/new', { type: 'window' })) as { handle: string }).handle;
    });
    const page = new WebKitPage(this.#session, handle, () => this.#pages.delete(page));
    this.#pages.add(page);
    await page.goto(url);
    return page;
  }

  async closeAllAppPages(): Promise<void> {
    for (const page of [...this.#pages]) await page.close();
  }

  async close(): Promise<void> {
    await this.#session.end().catch(() => {});
    this.#stop();
  }

  async kill(): Promise<void> {
    this.#stop();
  }
}

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
type ElementReference = Readonly<Record<typeof elementKey, string>>;

const keys: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Home: '\uE011',
  End: '\uE010',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  Delete: '\uE017',
};

export class WebKitPage extends ScriptPage<ElementReference> {
  readonly #session: WebDriverSession;
  readonly #handle: string;
  readonly #closed: () => void;

  constructor(session: WebDriverSession, handle: string, closed: () => void) {
    const run = async (expression: string): Promise<unknown> => {
      const script = `const done = arguments[0];
        Promise.resolve().then(() => ${expression}).then(
          (value) => done({ value: value === undefined ? null : value }),
          (error) => done({ problem: String(error) }));`;
      const body = { script, args: [] };
      const answer = await session.inWindow(handle, (send) => send('POST', '/execute/async', body));
      const { value, problem } = answer as { value?: unknown; problem?: string };
      if (problem !== undefined) throw new Error(problem);
      return value;
    };
    super({
      evaluate: run,
      element: async (expression) => (await run(expression)) as ElementReference,
      click: async (element) => {
        await session.inWindow(handle, (send) => send('POST', `/element/${element[elementKey]}/click`));
      },
      isMoved: (error) =>
        error instanceof WebDriverError &&
        (['stale element reference', 'element click intercepted', 'no such element'].includes(error.code) ||
          /before the unload event/.test(error.message)),
      longestWaitMs: 250,
    });
    this.#session = session;
    this.#handle = handle;
    this.#closed = closed;
  }

  async goto(url: string): Promise<void> {
    await this.#session.inWindow(this.#handle, (send) => send('POST', '/url', { url }));
  }

  async reload(): Promise<void> {
    await this.#session.inWindow(this.#handle, (send) => send('POST', '/refresh'));
  }

  async url(): Promise<string> {
    return (await this.#session.inWindow(this.#handle, (send) => send('GET', '/url'))) as string;
  }

  async bringToFront(): Promise<void> {
    await this.#session.inWindow(this.#handle, (send) => send('POST', '/window/maximize'));
  }

  /** Minimises the window, which hides the page. `bringToFront` shows it again. */
  async hide(): Promise<void> {
    await this.#session.inWindow(this.#handle, (send) => send('POST', '/window/minimize'));
  }

  async close(): Promise<void> {
    await this.#session.inWindow(this.#handle, (send) => send('DELETE', '/window'));
    this.#closed();
  }

  async press(key: string): Promise<void> {
    const value = keys[key] ?? key;
    const actions = [
      {
        type: 'key',
        id: 'keyboard',
        actions: [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ],
      },
    ];
    await this.#session.inWindow(this.#handle, (send) => send('POST', '/actions', { actions }));
  }

  async screenshot(path: string): Promise<void> {
    const image = await this.#session.inWindow(this.#handle, (send) => send('GET', '/screenshot'));
    writeFileSync(path, Buffer.from(image as string, 'base64'));
  }

  /** The document as the engine has it. */
  async source(): Promise<string> {
    return (await this.#session.inWindow(this.#handle, (send) => send('GET', '/source'))) as string;
  }

  protected async typeInto(element: ElementReference, text: string): Promise<void> {
    const body = { text };
    await this.#session.inWindow(this.#handle, (send) => send('POST', `/element/${element[elementKey]}/value`, body));
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    let text = '';
    child.stdio[3]?.on('data', (data: Buffer) => {
      text += String(data);
      if (text.includes('\n')) resolve(text.trim());
    });
  });
}

async function untilListening(address: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await fetch(`${address}/status`);
      return;
    } catch (error) {
      if (attempt > 200) throw error;
      await setTimeout(50);
    }
  }
}
