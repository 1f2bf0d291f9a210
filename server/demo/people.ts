import type { Queryable } from '../database/database.ts';
import { hashPassword } from '../identity/password.ts';
import type { Role } from '../identity/person.ts';
import type { DemoOwners } from './demo-rows.ts';

export type DemoPerson = {
  readonly id: string;
  readonly signInName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly password: string;
};

const dana: DemoPerson = {
  id: '0da4a000-0000-4000-8000-000000000001',
  signInName: 'dana',
  fullName: 'Dana Dispatcher',
  role: 'dispatcher',
  password: 'dana-landfall',
};
const tom: DemoPerson = {
  id: '0da4a000-0000-4000-8000-000000000002',
  signInName: 'tom',
  fullName: 'Tom Technician',
  role: 'technician',
  password: 'tom-landfall',
};
const tessa: DemoPerson = {
  id: '0da4a000-0000-4000-8000-000000000003',
  signInName: 'tessa',
  fullName: 'Tessa Technician',
  role: 'technician',
  password: 'tessa-landfall',
};
const rita: DemoPerson = {
  id: '0da4a000-0000-4000-8000-000000000004',
  signInName: 'rita',
  fullName: 'Rita Reader',
  role: 'reader',
  password: 'rita-landfall',
};

export const demoPeople: readonly DemoPerson[] = [dana, tom, tessa, rita];
export const demoOwners: DemoOwners = { dispatcher: dana.id, technicians: [tom.id, tessa.id] };

export async function insertPeople(db: Queryable): Promise<void> {
  const hashes = await Promise.all(demoPeople.map((person) => hashPassword(person.password)));
  for (const [at, person] of demoPeople.entries()) {
    await db.query('insert into landfall_person values ($1::uuid, $2, $3, $4, $5)', [
      person.id,
      person.signInName,
      person.fullName,
      person.role,
      hashes[at] ?? '',
    ]);
  }
}
