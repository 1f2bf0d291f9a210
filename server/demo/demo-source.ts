import type { SqlValue } from '../database/database.ts';
import type { DemoCounts } from './demo-counts.ts';
import { type Script, scripts } from './names.ts';
import { findings } from './phrases.ts';
import { type Random, randomFrom } from './random.ts';

export type DemoRow = Readonly<Record<string, SqlValue>>;
type DemoOwner = { readonly id: string; readonly businessUnitId: string };
type Technician = DemoOwner & { readonly fullName: string };
export type DemoOwners = {
  readonly dispatcher: DemoOwner;
  readonly technicians: readonly [Technician, Technician];
  readonly team: DemoOwner;
};
export type MakeRow = (index: number, counts: DemoCounts, owners: DemoOwners) => DemoRow;

/** Fixed, so that two first starts make the same rows byte for byte. */
export const newestMs = Date.UTC(2026, 8, 30, 18);
export const dayMs = 24 * 60 * 60_000;

export const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
export const cents = (random: Random, most: number): number => random.below(most * 100) / 100;
export const maybe = <T>(random: Random, probability: number, make: () => T): T | null =>
  random.chance(probability) ? make() : null;

export function dates(random: Random): { createdon: string; modifiedon: string } {
  const created = newestMs - random.below(720 * 24 * 60) * 60_000 - random.below(60) * 1000;
  return { createdon: iso(created), modifiedon: iso(created + Math.floor(random.next() * (newestMs - created))) };
}

// Every row has a random source of its own, so rows at a small scale are the first rows of a larger one.
export const sourceOf = (table: string, index: number): Random => randomFrom(`${table} ${index}`);
export const idOf = (table: string, index: number): string => randomFrom(`${table} id ${index}`).uuid();
export const scriptOf = (accountIndex: number): Script => randomFrom(`script ${accountIndex}`).pick(scripts);

type Ownership = { readonly ownerid: string; readonly owningbusinessunit: string };
const ownedBy = (owner: DemoOwner): Ownership => ({ ownerid: owner.id, owningbusinessunit: owner.businessUnitId });

/** An account and all that hangs on it share an owner: what a technician sees hangs together. */
export function ownership(accountIndex: number, owners: DemoOwners): Ownership {
  const lot = accountIndex % 5;
  return ownedBy(lot < 2 ? owners.technicians[0] : lot < 4 ? owners.technicians[1] : owners.dispatcher);
}

/** As `ownership`, but some of what would be the dispatcher's is the team's. */
export function ownershipWithTeam(accountIndex: number, owners: DemoOwners, random: Random): Ownership {
  const own = ownership(accountIndex, owners);
  return own.ownerid === owners.dispatcher.id && random.chance(0.25) ? ownedBy(owners.team) : own;
}

export function longText(random: Random, script: Script, sentences: number): string {
  const parts = Array.from({ length: sentences }, () => (random.chance(0.3) ? script.note : random.pick(findings)));
  return parts.join(random.chance(0.3) ? '\n\n' : ' ');
}
