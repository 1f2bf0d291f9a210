import type { AwayState, BrowserFamily, PolicyRow, WebPolicyRow } from './background-policy.ts';
import type { Platform } from './recognised-platform.ts';

/** Which browser's rows apply; null if this browser is not known. */
function familyOf({ os, engine, browser }: Platform): BrowserFamily | null {
  if (browser === 'in-app browser') return 'in-app browser';
  // Every browser there is WebKit, whatever its name.
  if (os === 'iOS' || os === 'iPadOS') return 'Safari';
  if (browser === 'WebKitGTK') return 'WebKitGTK';
  switch (engine) {
    case 'Chromium':
      return browser === 'Edge' ? 'Edge' : 'Chromium';
    case 'Gecko':
      return 'Firefox';
    case 'WebKit':
      return 'Safari';
    case 'unknown':
      return null;
  }
}

/** The web's row for a platform and state. Rows of the Power Apps app are not looked at: their limits are not ours. */
export function policyRowFor(
  policy: readonly PolicyRow[],
  platform: Platform,
  state: AwayState,
): WebPolicyRow | undefined {
  const family = familyOf(platform);
  // Where the browser does not tell, the tab's row: it allows less.
  const install = platform.install === 'unknown' ? 'tab' : platform.install;
  const rows = policy.filter(
    (row): row is WebPolicyRow =>
      row.who === 'web app' &&
      row.os === platform.os &&
      row.state === state &&
      (row.install === install || row.install === 'either'),
  );
  const own = rows.find((row) => row.browser === family);
  return own ?? (family === 'Edge' ? rows.find((row) => row.browser === 'Chromium') : undefined);
}
