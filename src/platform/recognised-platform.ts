export type OperatingSystem = 'iOS' | 'iPadOS' | 'Android' | 'Windows' | 'macOS' | 'ChromeOS' | 'Linux' | 'unknown';

export type Engine = 'Chromium' | 'Gecko' | 'WebKit' | 'unknown';

/** The name a person knows the browser by. Used for wording and to choose a policy row, never to decide what is done. */
export type Browser =
  | 'Chrome'
  | 'Chromium'
  | 'Edge'
  | 'Opera'
  | 'Samsung Internet'
  | 'Firefox'
  | 'Safari'
  | 'WebKitGTK'
  | 'in-app browser'
  | 'unknown';

/** `unknown` where a browser does not tell: Firefox says the same in a tab and in an installed web app. */
export type Install = 'installed' | 'tab' | 'unknown';

/** Operating system, engine, browser, and whether this is an installed app or a tab. */
export interface Platform {
  readonly os: OperatingSystem;
  readonly engine: Engine;
  readonly browser: Browser;
  readonly browserMajor: number | null;
  readonly install: Install;
}
