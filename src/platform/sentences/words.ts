import type { Chance, OneOffSync } from '../chance.ts';
import type { Platform } from '../recognised-platform.ts';

/** The browser's name, as the subject of a clause. */
export function browserName({ browser }: Platform): string {
  if (browser === 'unknown') return 'this browser';
  return browser === 'in-app browser' ? 'the app around this page' : browser;
}

/** Who pauses what is not in front of the person. */
function pauser(platform: Platform): string {
  switch (platform.os) {
    case 'iOS':
      return 'iPhone';
    case 'iPadOS':
      return 'iPad';
    case 'Android':
      return 'Android';
    default:
      return browserName(platform);
  }
}

/** Who sends by itself. */
export function sender(platform: Platform, sync: OneOffSync): string {
  return sync.wokenBy === 'operating system' ? pauser(platform) : browserName(platform);
}

/** Says that a platform pauses, as surely as it is known. */
export function pauses(platform: Platform, { isCertain }: Chance): string {
  return `${pauser(platform)} ${isCertain ? 'pauses' : 'may pause'}`;
}

/** One database was read, that of this person in this environment. */
export const nothingWaits = 'Nothing of yours waits to be sent in this environment.';

/** Words that agree with the number of changes. */
export function changeWords(changes: number) {
  return changes === 1
    ? {
        wait: '1 change waits',
        your: 'your change',
        Your: 'Your change',
        them: 'it',
        they: 'it',
        are: 'is',
        leave: 'leaves',
      }
    : {
        wait: `${count(changes)} changes wait`,
        your: `your ${count(changes)} changes`,
        Your: `Your ${count(changes)} changes`,
        them: 'them',
        they: 'they',
        are: 'are',
        leave: 'leave',
      };
}

/** For the beginning of a sentence. iPhone and iPad keep their own spelling. */
export function capital(text: string): string {
  if (/^iP(?:hone|ad)\b/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Grouped by commas, whatever the person's language: the sentences around are English. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** Rounded up: too long disappoints less than too short. */
export function about(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (ms < 60_000) return 'less than a minute';
  if (minutes === 1) return 'about 1 minute';
  if (minutes < 120) return `about ${minutes} minutes`;
  return `about ${Math.ceil(minutes / 60)} hours`;
}

/** How long the browser goes on trying while the service is down. */
export function patience(sync: OneOffSync): string {
  return about(sync.triesAfterMs.reduce((sum, wait) => sum + wait, 0));
}
