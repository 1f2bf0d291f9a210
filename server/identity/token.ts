import type { Person } from './person.ts';
import type { Seal } from './seal.ts';
import type { Security } from './security.ts';

export type TokenOutcome =
  | { readonly kind: 'valid'; readonly person: Person }
  | { readonly kind: 'expired' | 'invalid' };

export function issueToken(seal: Seal, person: Person, expiresAtMs: number): string {
  return seal.close('token', { person: person.id, expiresAtMs });
}

export function readToken(seal: Seal, security: Security, token: string, nowMs: number): TokenOutcome {
  const content = seal.open('token', token);
  if (typeof content !== 'object' || content === null) return { kind: 'invalid' };
  if (!('person' in content) || !('expiresAtMs' in content)) return { kind: 'invalid' };
  if (typeof content.person !== 'string' || typeof content.expiresAtMs !== 'number') return { kind: 'invalid' };
  if (nowMs >= content.expiresAtMs) return { kind: 'expired' };
  const person = security.people.get(content.person);
  return person === undefined || person.isDisabled ? { kind: 'invalid' } : { kind: 'valid', person };
}
