import type { PlatformHints } from '../../src/platform/platform-hints.ts';
import type { Platform } from '../../src/platform/recognised-platform.ts';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)';

function hints(userAgent: string, more: Partial<PlatformHints> = {}): PlatformHints {
  return { userAgent, maxTouchPoints: 0, clientHints: null, isStandalone: false, ...more };
}

function brands(platform: string, ...names: readonly (readonly [string, string])[]): PlatformHints['clientHints'] {
  const all = [['Not:A-Brand', '99'], ...names] as const;
  return { platform, brands: all.map(([brand, version]) => ({ brand, version })) };
}

interface Device {
  readonly name: string;
  readonly hints: PlatformHints;
  readonly platform: Platform;
}

/** Browsers as they name themselves, and what they are. */
export const devices: readonly Device[] = [
  {
    name: 'iPhone, Safari tab',
    hints: hints(`${iphone} Version/26.0 Mobile/15E148 Safari/604.1`, { maxTouchPoints: 5 }),
    platform: { os: 'iOS', engine: 'WebKit', browser: 'Safari', browserMajor: 26, install: 'tab' },
  },
  {
    name: 'iPhone, Home Screen',
    hints: hints(`${iphone} Mobile/15E148`, { maxTouchPoints: 5, isStandalone: true }),
    platform: { os: 'iOS', engine: 'WebKit', browser: 'Safari', browserMajor: null, install: 'installed' },
  },
  {
    name: 'iPhone, Chrome',
    hints: hints(`${iphone} CriOS/151.0.7500.20 Mobile/15E148 Safari/604.1`, { maxTouchPoints: 5 }),
    platform: { os: 'iOS', engine: 'WebKit', browser: 'Chrome', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'iPhone, Firefox',
    hints: hints(`${iphone} FxiOS/153.0 Mobile/15E148 Safari/605.1.15`, { maxTouchPoints: 5 }),
    platform: { os: 'iOS', engine: 'WebKit', browser: 'Firefox', browserMajor: 153, install: 'tab' },
  },
  {
    name: 'iPhone, inside Instagram',
    hints: hints(`${iphone} Mobile/15E148 Instagram 350.0.0.30.90 (iPhone15,2)`, { maxTouchPoints: 5 }),
    platform: { os: 'iOS', engine: 'WebKit', browser: 'in-app browser', browserMajor: null, install: 'tab' },
  },
  {
    name: 'iPhone, a web view without a marker',
    hints: hints(`${iphone} Mobile/15E148`, { maxTouchPoints: 5 }),
    platform: { os: 'iOS', engine: 'WebKit', browser: 'in-app browser', browserMajor: null, install: 'tab' },
  },
  {
    name: 'iPad, Safari tab (says that it is a Mac)',
    hints: hints(`${mac} Version/26.0 Safari/605.1.15`, { maxTouchPoints: 5 }),
    platform: { os: 'iPadOS', engine: 'WebKit', browser: 'Safari', browserMajor: 26, install: 'tab' },
  },
  {
    name: 'iPad, Home Screen',
    hints: hints(mac, { maxTouchPoints: 5, isStandalone: true }),
    platform: { os: 'iPadOS', engine: 'WebKit', browser: 'Safari', browserMajor: null, install: 'installed' },
  },
  {
    name: 'Android, Chrome tab',
    hints: hints(`${android} Chrome/151.0.0.0 Mobile Safari/537.36`, {
      maxTouchPoints: 5,
      clientHints: brands('Android', ['Chromium', '151'], ['Google Chrome', '151']),
    }),
    platform: { os: 'Android', engine: 'Chromium', browser: 'Chrome', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'Android, Chrome, installed',
    hints: hints(`${android} Chrome/151.0.0.0 Mobile Safari/537.36`, {
      maxTouchPoints: 5,
      clientHints: brands('Android', ['Chromium', '151'], ['Google Chrome', '151']),
      isStandalone: true,
    }),
    platform: { os: 'Android', engine: 'Chromium', browser: 'Chrome', browserMajor: 151, install: 'installed' },
  },
  {
    name: 'Android, Samsung Internet',
    hints: hints(`${android} SamsungBrowser/28.0 Chrome/140.0.0.0 Mobile Safari/537.36`, { maxTouchPoints: 5 }),
    platform: { os: 'Android', engine: 'Chromium', browser: 'Samsung Internet', browserMajor: 28, install: 'tab' },
  },
  {
    name: 'Android, Firefox',
    hints: hints('Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', { maxTouchPoints: 5 }),
    platform: { os: 'Android', engine: 'Gecko', browser: 'Firefox', browserMajor: 153, install: 'unknown' },
  },
  {
    name: 'Android, a web view',
    hints: hints(
      'Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/151.0.0.0 Mobile Safari/537.36',
      { maxTouchPoints: 5, clientHints: brands('Android', ['Chromium', '151'], ['Android WebView', '151']) },
    ),
    platform: { os: 'Android', engine: 'Chromium', browser: 'in-app browser', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'Windows, Edge tab',
    hints: hints(`${windows} Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0`, {
      clientHints: brands('Windows', ['Chromium', '151'], ['Microsoft Edge', '151']),
    }),
    platform: { os: 'Windows', engine: 'Chromium', browser: 'Edge', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'Windows, Edge, installed, on a touch screen',
    hints: hints(`${windows} Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0`, {
      maxTouchPoints: 10,
      clientHints: brands('Windows', ['Chromium', '151'], ['Microsoft Edge', '151']),
      isStandalone: true,
    }),
    platform: { os: 'Windows', engine: 'Chromium', browser: 'Edge', browserMajor: 151, install: 'installed' },
  },
  {
    name: 'Windows, Edge without client hints (plain HTTP)',
    hints: hints(`${windows} Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0`),
    platform: { os: 'Windows', engine: 'Chromium', browser: 'Edge', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'Windows, Chrome',
    hints: hints(`${windows} Chrome/151.0.0.0 Safari/537.36`, {
      clientHints: brands('Windows', ['Google Chrome', '151'], ['Chromium', '151']),
    }),
    platform: { os: 'Windows', engine: 'Chromium', browser: 'Chrome', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'Windows, Opera',
    hints: hints(`${windows} Chrome/150.0.0.0 Safari/537.36 OPR/126.0.0.0`),
    platform: { os: 'Windows', engine: 'Chromium', browser: 'Opera', browserMajor: 126, install: 'tab' },
  },
  {
    name: 'Windows, Firefox',
    hints: hints('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0'),
    platform: { os: 'Windows', engine: 'Gecko', browser: 'Firefox', browserMajor: 153, install: 'unknown' },
  },
  {
    name: 'macOS, Safari tab',
    hints: hints(`${mac} Version/26.0 Safari/605.1.15`),
    platform: { os: 'macOS', engine: 'WebKit', browser: 'Safari', browserMajor: 26, install: 'tab' },
  },
  {
    name: 'macOS, Safari, in the Dock',
    hints: hints(`${mac} Version/26.0 Safari/605.1.15`, { isStandalone: true }),
    platform: { os: 'macOS', engine: 'WebKit', browser: 'Safari', browserMajor: 26, install: 'installed' },
  },
  {
    name: 'macOS, Chrome',
    hints: hints(mac.replace('605.1.15', '537.36').concat(' Chrome/151.0.0.0 Safari/537.36'), {
      clientHints: brands('macOS', ['Google Chrome', '151'], ['Chromium', '151']),
    }),
    platform: { os: 'macOS', engine: 'Chromium', browser: 'Chrome', browserMajor: 151, install: 'tab' },
  },
  {
    name: 'macOS, Firefox',
    hints: hints('Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0'),
    platform: { os: 'macOS', engine: 'Gecko', browser: 'Firefox', browserMajor: 153, install: 'unknown' },
  },
  {
    name: 'ChromeOS, Chrome, installed',
    hints: hints(
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36',
      { clientHints: brands('Chrome OS', ['Google Chrome', '151'], ['Chromium', '151']), isStandalone: true },
    ),
    platform: { os: 'ChromeOS', engine: 'Chromium', browser: 'Chrome', browserMajor: 151, install: 'installed' },
  },
  {
    name: 'Linux, Debian’s Chromium',
    hints: hints(`${linux} Chrome/156.0.0.0 Safari/537.36`, { clientHints: brands('Linux', ['Chromium', '156']) }),
    platform: { os: 'Linux', engine: 'Chromium', browser: 'Chromium', browserMajor: 156, install: 'tab' },
  },
  {
    name: 'Linux, Firefox ESR',
    hints: hints('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'),
    platform: { os: 'Linux', engine: 'Gecko', browser: 'Firefox', browserMajor: 153, install: 'unknown' },
  },
  {
    name: 'Linux, WebKitGTK',
    hints: hints(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
    ),
    platform: { os: 'Linux', engine: 'WebKit', browser: 'WebKitGTK', browserMajor: 18, install: 'tab' },
  },
  {
    name: 'a browser nobody knows',
    hints: hints('Ladybird/1.0'),
    platform: { os: 'unknown', engine: 'unknown', browser: 'unknown', browserMajor: null, install: 'unknown' },
  },
];

export function deviceNamed(name: string): Platform {
  const device = devices.find((one) => one.name === name);
  if (device === undefined) throw new Error(`no device ${name}`);
  return device.platform;
}
