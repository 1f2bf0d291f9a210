import { demoPeople } from '../../../server/demo/people.ts';
import type { DemoPerson } from './app-actions.ts';

export function personOf(name: DemoPerson) {
  const person = demoPeople.find(({ signInName }) => signInName === name);
  if (person === undefined) throw new Error(`the demo has no ${name}`);
  return person;
}

/** Name of the person's database on a device. */
export function databaseOf(name: DemoPerson): string {
  return `landfall:demo:${personOf(name).id}`;
}
