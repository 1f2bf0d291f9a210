import { Refused } from '../odata/service-error.ts';
import type { ProtectionLimits } from './protection-limits.ts';

export type Measure = 'requests' | 'seconds' | 'concurrent';

const codes = { requests: '0x80072322', seconds: '0x80072321', concurrent: '0x80072326' } as const;

function messageOf(measure: Measure, limits: ProtectionLimits): string {
  const window = `over time window of ${limits.windowSeconds} seconds.`;
  switch (measure) {
    case 'requests':
      return `Number of requests exceeded the limit of ${limits.requests} ${window}`;
    case 'seconds': {
      const milliseconds = (limits.seconds * 1000).toLocaleString('en-US');
      const advice = 'Decrease number of concurrent requests or reduce the duration of requests and try again later.';
      return `Combined execution time of incoming requests exceeded limit of ${milliseconds} milliseconds ${window} ${advice}`;
    }
    case 'concurrent':
      return `Number of concurrent requests exceeded the limit of ${limits.concurrent}.`;
  }
}

/** Codes and messages as Dataverse has them (docs/facts/dataverse.md §2.7). */
export function throttled(measure: Measure, limits: ProtectionLimits, retryAfterSeconds: number): Refused {
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return new Refused({ status: 429, code: codes[measure], message: messageOf(measure, limits), headers });
}
