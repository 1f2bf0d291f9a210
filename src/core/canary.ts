import type { Notice } from './notice.ts';

/** A database of this person, on this device or another, as the service heard of it last. */
export interface KnownDevice {
  readonly storeId: string;
  /** Browser and system, such as "Chrome on Android". */
  readonly name: string;
  /** Changes that had not arrived then. */
  readonly unsent: number;
  /** By the service's clock, milliseconds since 1970. */
  readonly reportedAt: number;
}

/** What stands by to tell that the browser deleted this app's data: what outlives that deletion. */
export type Canary =
  /** The service was not asked yet, or did not answer. */
  | { readonly kind: 'not asked' }
  /** The app does not come from a service that keeps one. */
  | { readonly kind: 'none' }
  /** `reportedAt`, `unsent`: this device's last report; `others`: the person's other devices, the newest report first. */
  | {
      readonly kind: 'kept';
      readonly reportedAt: number;
      readonly unsent: number;
      readonly others: readonly KnownDevice[];
    };

/** What a report is answered with. */
export interface Heard {
  /** Earlier databases of this very browser, which it deleted. */
  readonly replaced: readonly KnownDevice[];
  readonly others: readonly KnownDevice[];
}

const changedMs = 3 * 60_000;
const quietMs = 30 * 60_000;

/** Whether the service is to be told: at once where unsent work begins or ends, else every few minutes at most. */
export function isReportDue(
  last: { readonly at: number; readonly unsent: number } | null,
  now: { readonly at: number; readonly unsent: number },
): boolean {
  if (last === null || last.at > now.at) return true;
  if ((last.unsent === 0) !== (now.unsent === 0)) return true;
  return now.at - last.at >= (last.unsent === now.unsent ? quietMs : changedMs);
}

export function evictionNotice(replaced: KnownDevice, at: number): Notice {
  const { storeId, unsent, reportedAt } = replaced;
  return { kind: 'evicted', id: `evicted ${storeId}`, at, unsent, lastReportAt: reportedAt };
}
