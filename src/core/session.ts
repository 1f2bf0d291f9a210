import type { OfflineProfile } from './profile.ts';

/** Who is signed in, and the bearer token that says so. */
export interface Session {
  /** Empty where the service asks nobody who they are: who chose the environment is in. */
  readonly token: string;
  /** Milliseconds since 1970 by the service's word; past it the service refuses the token. */
  readonly expiresAt: number;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export const dialectNames = ['dataverse', 'odata-v4'] as const;

/** The kinds of service this build speaks with. */
export type DialectName = (typeof dialectNames)[number];

/** One service a person can sign in to, as `/config.json` names it. */
export interface Environment {
  readonly id: string;
  readonly name: string;
  /** Absolute URL of the service's root, ending in a slash. */
  readonly url: string;
  readonly dialect: DialectName;
  /** How people sign in: with name and password, if absent; `none` where the service asks nobody who they are. */
  readonly signIn?: 'none';
  /** Rows to ask for in one portion, where whoever runs the app sets it: 1 to 5,000. */
  readonly portionRows?: number;
  /** What is kept on devices, where whoever runs the app sets it; everything, if absent. */
  readonly profile?: OfflineProfile;
}

/** One person's database for one environment on this device. */
export interface Account {
  /** Name of the database, unique on this device; lock and channel names are made from it. */
  readonly database: string;
  readonly environment: Environment;
  readonly person: Person;
}

/** Database, lock and channel names carry environment and person, so that nothing of one is ever another's. */
export function databaseName(environmentId: string, personId: string): string {
  return `landfall:${encodeURIComponent(environmentId)}:${encodeURIComponent(personId)}`;
}
