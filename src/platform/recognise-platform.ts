import { nameBrowser } from './name-browser.ts';
import type { PlatformHints } from './platform-hints.ts';
import type { Engine, Install, OperatingSystem, Platform } from './recognised-platform.ts';

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

function recogniseInstall(engine: Engine, isStandalone: boolean): Install {
  if (isStandalone) return 'installed';
  return engine === 'Gecko' || engine === 'unknown' ? 'unknown' : 'tab';
}

/**
 * Names the platform: client hints first, the user agent where there are none. OS versions are not read: user agents
 * freeze or fake them (docs/facts/platform.md §5).
 */
export function recognisePlatform(hints: PlatformHints): Platform {
  const os = recogniseSystem(hints);
  const engine = recogniseEngine(os, hints);
  const named = nameBrowser(os, engine, hints);
  const browser = isInAppBrowser(os, hints) ? 'in-app browser' : named.browser;
  return {
    os,
    engine,
    browser,
    browserMajor: named.browserMajor,
    install: recogniseInstall(engine, hints.isStandalone),
  };
}
