import type { Capability } from '../capability.ts';
import type { Probe } from './probe.ts';
import type { FindRegistration } from './registration-part.ts';

/**
 * Looks whether the registration has a member, and no more: what is there may still be refused, so the result is never
 * `yes`. For what Landfall does not use yet.
 */
export function createPresenceProbe(
  capability: Extract<Capability, 'periodic sync' | 'push'>,
  member: 'periodicSync' | 'pushManager',
  find: FindRegistration,
): Probe {
  return {
    capability,
    async run() {
      const registration = find === null ? undefined : await find();
      if (registration === undefined) return { result: 'no', code: 'no service worker', evidence: 'not registered' };
      return member in registration
        ? { result: 'unknown', code: 'present', evidence: `registration.${member} is there, not tried` }
        : { result: 'no', code: 'absent', evidence: `no registration.${member}` };
    },
  };
}
