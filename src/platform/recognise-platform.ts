import type { Browser, Engine, Install, OperatingSystem, Platform } from './recognised-platform.ts';

/** What a browser says of itself. */
export interface PlatformHints {
  readonly userAgent: string;
  /** `navigator.maxTouchPoints`: 0 on Macs, 5 on iPads, which say that they are Macs. */
  readonly maxTouchPoints: number;
  /** User-agent client hints; null where there are none (Firefox, WebKit). */
  readonly clientHints: {
    readonly platform: string;
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
  } | null;
  /** A display mode of an installed app, or `navigator.standalone`. */
  readonly isStandalone: boolean;
}

const hintedSystems: { readonly [platform: string]: OperatingSystem } = {
  Windows: 'Windows',
  macOS: 'macOS',
  Android: 'Android',
  'Chrome OS': 'ChromeOS',
  ChromeOS: 'ChromeOS',
  'Chromium OS': 'ChromeOS',
  Linux: 'Linux',
};

function recogniseSystem({ userAgent, maxTouchPoints, clientHints }: PlatformHints): OperatingSystem {
  const hinted = clientHints === null ? undefined : hintedSystems[clientHints.platform];
  if (hinted !== undefined) return hinted;
  if (/iPhone|iPod/.test(userAgent)) return 'iOS';
  if (/iPad/.test(userAgent)) return 'iPadOS';
  // No Mac has a touch screen.
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? 'iPadOS' : 'macOS';
  if (/Android/.test(userAgent)) return 'Android';
  if (/Windows/.test(userAgent)) return 'Windows';
  if (/CrOS/.test(userAgent)) return 'ChromeOS';
  if (/Linux|X11/.test(userAgent)) return 'Linux';
  return 'unknown';
}

function recogniseEngine(os: OperatingSystem, { userAgent, clientHints }: PlatformHints): Engine {
  if (os === 'iOS' || os === 'iPadOS') return 'WebKit';
  if (clientHints?.brands.some(({ brand }) => brand === 'Chromium')) return 'Chromium';
  if (/Gecko\/\d/.test(userAgent) && /Firefox\//.test(userAgent)) return 'Gecko';
  if (/Chrome\/|Chromium\//.test(userAgent)) return 'Chromium';
  if (/AppleWebKit\//.test(userAgent)) return 'WebKit';
  return 'unknown';
}

/** Markers of browsers inside other apps: Android's web view, Facebook, Instagram, Line, the Google app. */
const inAppMarkers = /; wv\)|FBAN|FBAV|FB_IAB|Instagram|\bLine\/|\bGSA\//;

function isInAppBrowser(os: OperatingSystem, { userAgent, isStandalone }: PlatformHints): boolean {
  if (inAppMarkers.test(userAgent)) return true;
  // A bare web view of iOS does not call itself Safari; nor does a Home Screen app, which says that it stands alone.
  return (os === 'iOS' || os === 'iPadOS') && !isStandalone && !/Safari\//.test(userAgent);
}

interface Naming {
  readonly browser: Browser;
  readonly pattern: RegExp;
}

/** In this order: each calls itself by the later names as well. */
const namings: readonly Naming[] = [
  { browser: 'Edge', pattern: /\b(?:Edg|EdgA|EdgiOS)\/(\d+)/ },
  { browser: 'Opera', pattern: /\b(?:OPR|OPT)\/(\d+)/ },
  { browser: 'Samsung Internet', pattern: /\bSamsungBrowser\/(\d+)/ },
  { browser: 'Firefox', pattern: /\b(?:Firefox|FxiOS)\/(\d+)/ },
  { browser: 'Chrome', pattern: /\b(?:Chrome|CriOS)\/(\d+)/ },
  { browser: 'Safari', pattern: /\bVersion\/(\d+).*Safari\// },
];

const hintedBrands: readonly (readonly [string, Browser])[] = [
  ['Microsoft Edge', 'Edge'],
  ['Opera', 'Opera'],
  ['Samsung Internet', 'Samsung Internet'],
  ['Google Chrome', 'Chrome'],
  ['Chromium', 'Chromium'],
];

type Named = Pick<Platform, 'browser' | 'browserMajor'>;

function nameByHints({ clientHints }: PlatformHints): Named | null {
  for (const [name, browser] of hintedBrands) {
    const found = clientHints?.brands.find(({ brand }) => brand === name);
    if (found !== undefined) return { browser, browserMajor: Number.parseInt(found.version, 10) || null };
  }
  return null;
}

function nameByUserAgent(os: OperatingSystem, engine: Engine, { userAgent, isStandalone }: PlatformHints): Named {
  for (const { browser, pattern } of namings) {
    const found = pattern.exec(userAgent);
    if (found === null) continue;
    // WebKit on Linux calls itself Safari: there is none.
    const name = browser === 'Safari' && os === 'Linux' ? 'WebKitGTK' : browser;
    return { browser: name, browserMajor: Number(found[1]) };
  }
  // A Home Screen app leaves its version out.
  if (engine === 'WebKit' && isStandalone) return { browser: 'Safari', browserMajor: null };
  return { browser: 'unknown', browserMajor: null };
}

function recogniseInstall(engine: Engine, isStandalone: boolean): Install {
  if (isStandalone) return 'installed';
  return engine === 'Gecko' || engine === 'unknown' ? 'unknown' : 'tab';
}

/**
 * Names the platform: client hints first, the user agent where there are none. OS versions are not read: user agents
 * freeze or fake them (facts/platform.md §5).
 */
export function recognisePlatform(hints: PlatformHints): Platform {
  const os = recogniseSystem(hints);
  const engine = recogniseEngine(os, hints);
  const named = nameByHints(hints) ?? nameByUserAgent(os, engine, hints);
  const browser = isInAppBrowser(os, hints) ? 'in-app browser' : named.browser;
  return {
    os,
    engine,
    browser,
    browserMajor: named.browserMajor,
    install: recogniseInstall(engine, hints.isStandalone),
  };
}
