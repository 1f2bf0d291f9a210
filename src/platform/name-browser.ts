import type { PlatformHints } from './platform-hints.ts';
import type { Browser, Engine, OperatingSystem, Platform } from './recognised-platform.ts';

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

export type Named = Pick<Platform, 'browser' | 'browserMajor'>;

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

/** The browser's name and version: client hints first, the user agent where there are none. */
export function nameBrowser(os: OperatingSystem, engine: Engine, hints: PlatformHints): Named {
  return nameByHints(hints) ?? nameByUserAgent(os, engine, hints);
}
