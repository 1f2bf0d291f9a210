import type { Limits } from '../odata/data-request.ts';
import type { ProtectionLimits } from '../protection/protection-limits.ts';

type Changeable = { readonly limits: Limits; readonly protection: ProtectionLimits };

/** What the settings lever can change while the service runs; false if there is no limit of that name. */
export function setLimit({ limits, protection }: Changeable, name: string, value: number): boolean {
  switch (name) {
    case 'tokenSeconds':
    case 'deltaExpirySeconds':
      limits[name] = value;
      return true;
    case 'limitRequests':
      protection.requests = value;
      return true;
    case 'limitSeconds':
      protection.seconds = value;
      return true;
    case 'limitConcurrent':
      protection.concurrent = value;
      return true;
    case 'limitWindowSeconds':
      protection.windowSeconds = value;
      return true;
    default:
      return false;
  }
}
