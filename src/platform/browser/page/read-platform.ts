import type { PlatformHints } from '../../platform-hints.ts';
import { recognisePlatform } from '../../recognise-platform.ts';
import type { Platform } from '../../recognised-platform.ts';
import { isStandalone } from './is-standalone.ts';

/** User-agent client hints, Chromium only: not in TypeScript's libs. */
interface HintingNavigator extends Navigator {
  readonly userAgentData?: NonNullable<PlatformHints['clientHints']>;
}

/** The platform this page runs on. */
export function readPlatform(): Platform {
  const hinting: HintingNavigator = navigator;
  return recognisePlatform({
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    clientHints: hinting.userAgentData ?? null,
    isStandalone: isStandalone(),
  });
}
