import { type Capability, type Finding, findingOf } from '../capability.ts';
import type { Chance } from '../chance.ts';
import type { Platform } from '../recognised-platform.ts';
import type { Observed } from '../wake-observation.ts';
import { browserName } from './words.ts';

interface Grounds {
  readonly platform: Platform;
  readonly findings: readonly Finding[];
  readonly observed: Observed;
  readonly closed: Chance;
}

function serviceWorkerReason(finding: Finding, { os, browser }: Platform): string {
  if (browser === 'in-app browser') {
    const real = os === 'iOS' || os === 'iPadOS' ? 'Safari' : 'your browser';
    return `This page is open inside another app, where Landfall cannot work in the background or start without network. Open it in ${real} instead.`;
  }
  if (finding.code === 'absent') {
    return 'This browser has no service worker here (a private window, or an old browser): Landfall cannot work in the background or start without network.';
  }
  return 'The service worker of Landfall is not running in this browser: Landfall cannot work in the background or start without network.';
}

function backgroundSyncReason(finding: Finding | undefined, { platform, closed, observed }: Grounds): string | null {
  if (finding?.code === 'refused') {
    return 'Background sync is refused for this site. You can allow it in the browser’s settings for this site.';
  }
  if (observed.kind === 'unreliable') {
    return `On this device ${observed.woken - observed.ran} of ${observed.woken} times that the browser woke Landfall were cut off, so do not count on it.`;
  }
  if (closed.sync !== null) return null;
  if (platform.os === 'iOS' || platform.os === 'iPadOS') {
    return `${platform.os === 'iOS' ? 'iPhone' : 'iPad'} does not wake web apps to send.`;
  }
  return `${browserName(platform)} does not wake web apps to send.`;
}

const lesserReasons: readonly (readonly [Capability, string])[] = [
  ['web locks', 'This browser cannot keep two tabs apart well. Keep Landfall open in one tab only.'],
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
  return `Landfall cannot see everything that may delay this: ${closed.unseen.join('; ')}.`;
}

/** Why this device does less than another would, worst first. */
export function whyNotOf(grounds: Grounds): readonly string[] {
  const worker = findingOf(grounds.findings, 'service worker');
  const sync = findingOf(grounds.findings, 'background sync');
  const background =
    worker?.result === 'no' ? serviceWorkerReason(worker, grounds.platform) : backgroundSyncReason(sync, grounds);
  const lesser = lesserReasons
    .filter(([capability]) => findingOf(grounds.findings, capability)?.result === 'no')
    .map(([, reason]) => reason);
  return [background, ...lesser, unseenReason(grounds)].filter((reason) => reason !== null);
}
