import * as v from 'valibot';
import type { Heard, KnownDevice } from '../core/canary.ts';

/** What this device tells of itself. */
export interface DeviceReport {
  /** Identity of this database: another one after the browser deleted it. */
  readonly storeId: string;
  readonly name: string;
  readonly unsent: number;
}

/** `not kept`: whatever serves this app keeps no register. `no answer`: not known this time. */
export type Reported = { readonly kind: 'heard'; readonly heard: Heard } | { readonly kind: 'not kept' | 'no answer' };

/** The embedded service's register of devices (docs/eviction.md). Neither call throws. */
export interface DeviceRegister {
  report(report: DeviceReport, signal: AbortSignal): Promise<Reported>;
  /** The person was told of it, or deleted that database themselves. */
  forget(storeId: string, signal: AbortSignal): Promise<void>;
}

/**
 * The one request that carries a cookie, and may be given one: it is what outlives the storage of pages. Data is asked
 * for without (`FetchInit`).
 */
export interface RegisterFetchInit {
  readonly method: 'POST' | 'DELETE';
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  readonly cache: 'no-store';
  readonly credentials: 'same-origin';
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

export interface RegisterParts {
  readonly environment: { readonly id: string; readonly url: string };
  /** Where this app comes from: only the same service's cookie is one of this app's. */
  readonly origin: string;
  readonly fetcher: (url: string, init: RegisterFetchInit) => Promise<Response>;
  /** Null while nobody is signed in. */
  readonly token: () => Promise<string | null>;
}

const device = v.pipe(
  v.object({ storeId: v.string(), name: v.string(), unsent: v.number(), reportedAt: v.string() }),
  v.transform(({ reportedAt, ...rest }): KnownDevice => ({ ...rest, reportedAt: Date.parse(reportedAt) })),
);
const answer = v.object({ replaced: v.array(device), others: v.array(device) });

export function createDeviceRegister(parts: RegisterParts): DeviceRegister {
  const address = new URL('api/devices', parts.environment.url);
  const isOurs = address.origin === parts.origin;

  async function ask(path: string, init: Pick<RegisterFetchInit, 'method' | 'body' | 'signal'>) {
    const token = await parts.token();
    if (token === null) return null;
    const typed: Record<string, string> = init.body === undefined ? {} : { 'Content-Type': 'application/json' };
    return await parts.fetcher(`${address.href}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json', ...typed },
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'manual',
    });
  }

  return {
    async report(report, signal) {
      if (!isOurs) return { kind: 'not kept' };
      try {
        const body = JSON.stringify({ environment: parts.environment.id, ...report });
        const response = await ask('', { method: 'POST', body, signal });
        if (response?.status === 404 || response?.status === 405) return { kind: 'not kept' };
        if (response?.status !== 200) return { kind: 'no answer' };
        const heard = v.safeParse(answer, await response.json());
        return heard.success ? { kind: 'heard', heard: heard.output } : { kind: 'no answer' };
      } catch {
        return { kind: 'no answer' };
      }
    },
    async forget(storeId, signal) {
      if (!isOurs) return;
      // If it is not heard, the service names that database once more, and it is told again.
      await ask(`/${encodeURIComponent(storeId)}`, { method: 'DELETE', signal }).catch(() => null);
    },
  };
}
