import type { BrowserFamily, WebPolicyRow } from '../../src/platform/background-policy.ts';
import { everyRow } from '../../src/platform/policy/every-row.ts';
import type { Browser, Engine, Platform } from '../../src/platform/recognised-platform.ts';

export const webRowsOnly: readonly WebPolicyRow[] = everyRow.filter(
  (row): row is WebPolicyRow => row.who === 'web app',
);

const browsers: { readonly [family in BrowserFamily]: readonly [Engine, Browser] } = {
  Chromium: ['Chromium', 'Chromium'],
  Edge: ['Chromium', 'Edge'],
  Firefox: ['Gecko', 'Firefox'],
  Safari: ['WebKit', 'Safari'],
  WebKitGTK: ['WebKit', 'WebKitGTK'],
  'in-app browser': ['WebKit', 'in-app browser'],
};

/** A platform that a row is about. */
export function platformOf({ os, browser: family, install }: WebPolicyRow): Platform {
  const [engine, browser] = browsers[family];
  return { os, engine, browser, browserMajor: 150, install: install === 'either' ? 'tab' : install };
}
