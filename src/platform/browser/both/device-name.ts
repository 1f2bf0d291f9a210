import type { PlatformHints } from '../../platform-hints.ts';
import { recognisePlatform } from '../../recognise-platform.ts';

/** User-agent client hints, Chromium only: not in TypeScript's libs. */
interface HintingNavigator {
  readonly userAgent: string;
  readonly userAgentData?: NonNullable<PlatformHints['clientHints']>;
}

/** Browser and system, as a person tells their devices apart. Workers know no touch: an iPad may call itself a Mac. */
export function deviceName(): string {
  const hinting: HintingNavigator = navigator;
  const { browser, os } = recognisePlatform({
    userAgent: hinting.userAgent,
    maxTouchPoints: 0,
    clientHints: hinting.userAgentData ?? null,
    isStandalone: false,
  });
  const name = browser === 'unknown' ? 'A browser' : browser === 'in-app browser' ? 'In-app browser' : browser;
  return os === 'unknown' ? name : `${name} on ${os}`;
}
