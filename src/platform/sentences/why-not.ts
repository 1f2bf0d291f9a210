import { type Capability, type Finding, findingOf } from '../capability.ts';
import type { Chance } from '../chance.ts';
import type { Platform } from '../recognised-platform.ts';
import type { Observed } from '../wake-observation.ts';
import { browserName, capital } from './words.ts';

interface Grounds {
  readonly platform: Platform;
  readonly findings: readonly Finding[];
  readonly observed: Observed;
  readonly closed: Chance;
}

function isApple({ os }: Platform): boolean {
  return os === 'iOS' || os === 'iPadOS';
}

function inAppReason(platform: Platform): string {
  const real = isApple(platform) ? 'Safari' : 'your browser';
  return `This page is open inside another app, where Landfall cannot send in the background. Open it in ${real} instead.`;
}

function noServiceWorkerReason(finding: Finding): string {
  if (finding.code === 'absent') {
    return 'This browser has no service worker here (a private window, or an old browser): Landfall cannot work in the background or start without network.';
  }
  return 'The service worker of Landfall does not run in this browser: Landfall cannot work in the background or start without network.';
}

function noSyncReason({ platform, findings, closed, observed }: Grounds): string | null {
  if (findingOf(findings, 'background sync')?.code === 'refused') {
    return 'Background sync is refused for this site. You can allow it in the browser’s settings for this site.';
  }
  if (observed.kind === 'unreliable') {
    return `On this device ${observed.woken - observed.ran} of ${observed.woken} wakes were cut off before their end, so do not count on them.`;
  }
  if (closed.sync !== null) return null;
  if (isApple(platform)) return `${platform.os === 'iOS' ? 'iPhone' : 'iPad'} does not wake web apps to send.`;
  if (!closed.isCertain && findingOf(findings, 'background sync') === undefined) {
    return 'Landfall does not know this browser, so it counts on nothing in the background.';
  }
  return `${capital(browserName(platform))} does not wake web apps to send.`;
}

function backgroundReason(grounds: Grounds): string | null {
  const { platform, findings, closed } = grounds;
  if (platform.browser === 'in-app browser' && closed.sync === null) return inAppReason(platform);
  const worker = findingOf(findings, 'service worker');
  return worker?.result === 'no' ? noServiceWorkerReason(worker) : noSyncReason(grounds);
}

const lesserReasons: readonly (readonly [Capability, string])[] = [
  [
    'web locks',
    'This browser gives Landfall no locks here, so two tabs take longer to notice that one of them is gone.',
  ],
  [
    'broadcast channel',
    'Tabs do not hear each other in this browser: another tab may show older rows until you go to it.',
  ],
  [
    'persistent storage',
    'The browser has not promised to keep what is saved here: it may delete it if this device runs out of space.',
  ],
];

function unseenReason({ closed }: Grounds): string | null {
  // Where nothing happens in the background anyway, a setting changes nothing.
  if (closed.sync === null || closed.unseen.length === 0) return null;
  return `Landfall cannot see what may delay or stop this: ${closed.unseen.join('; ')}.`;
}

/** Why this device does less than another would, worst first. */
export function whyNotOf(grounds: Grounds): readonly string[] {
  const lesser = lesserReasons
    .filter(([capability]) => findingOf(grounds.findings, capability)?.result === 'no')
    .map(([, reason]) => reason);
  return [backgroundReason(grounds), ...lesser, unseenReason(grounds)].filter((reason) => reason !== null);
}
