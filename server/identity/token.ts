import type { Person } from './person.ts';
import type { Seal } from './seal.ts';
import type { Security } from './security.ts';

type TokenOutcome = { readonly kind: 'valid'; readonly person: Person } | { readonly kind: 'expired' | 'invalid' };

type TokenTimes = { readonly issuedAtMs: number; readonly expiresAtMs: number };

export function issueToken(seal: Seal, person: Person, { issuedAtMs, expiresAtMs }: TokenTimes): string {
  return seal.close('token', { person: person.id, generation: person.tokenGeneration, issuedAtMs, expiresAtMs });
}

/** Tokens of release 0.1.0 named no generation; the upgrade gives its people this one (database/upgrade-from-1.ts). */
export const firstGeneration = '00000000-0000-0000-0000-000000000000';
const ofRelease1 = { person: null, generation: firstGeneration, issuedAtMs: 0, expiresAtMs: null };

/** Clocks of several instances differ. */
const mostClockDifferenceMs = 5 * 60_000;

export function readToken(seal: Seal, security: Security, token: string, nowMs: number): TokenOutcome {
  const content = seal.open('token', token);
  if (typeof content !== 'object' || content === null) return { kind: 'invalid' };
  const { person: id, generation, issuedAtMs, expiresAtMs } = { ...ofRelease1, ...content };
  if (typeof id !== 'string' || typeof issuedAtMs !== 'number' || typeof expiresAtMs !== 'number') {
    return { kind: 'invalid' };
  }
  if (nowMs >= expiresAtMs) return { kind: 'expired' };
  const person = security.people.get(id);
  const isVoid =
    person === undefined ||
    person.isDisabled ||
    person.tokenGeneration === null ||
    person.tokenGeneration !== generation ||
    issuedAtMs > nowMs + mostClockDifferenceMs;
  return isVoid ? { kind: 'invalid' } : { kind: 'valid', person };
}
