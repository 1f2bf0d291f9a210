import type { Queryable } from '../database/database.ts';
import { rootBusinessUnit } from '../database/migrate.ts';
import { hashPassword } from '../identity/password.ts';
import { type Depth, type PrivilegeType, privilegeTypes, stableId } from '../identity/privileges.ts';
import type { DemoOwners } from './demo-source.ts';

type DemoRole = { readonly name: string; readonly depth: Depth; readonly types: readonly PrivilegeType[] };

const dispatcher: DemoRole = { name: 'Dispatcher', depth: 'Global', types: privilegeTypes };
const technician: DemoRole = { name: 'Technician', depth: 'Basic', types: privilegeTypes };
const reader: DemoRole = { name: 'Reader', depth: 'Global', types: ['Read'] };

const north = { id: stableId('demo business unit north'), name: 'North' };
const south = { id: stableId('demo business unit south'), name: 'South' };

type DemoPerson = {
  readonly id: string;
  readonly signInName: string;
  readonly fullName: string;
  readonly role: DemoRole;
  readonly businessUnitId: string;
  readonly password: string;
};

function demoPerson(at: number, fullName: string, place: Pick<DemoPerson, 'role' | 'businessUnitId'>): DemoPerson {
  const signInName = fullName.slice(0, fullName.indexOf(' ')).toLowerCase();
  return {
    id: `0da4a000-0000-4000-8000-00000000000${at}`,
    signInName,
    fullName,
    password: `${signInName}-landfall`,
    ...place,
  };
}

const dana = demoPerson(1, 'Dana Dispatcher', { role: dispatcher, businessUnitId: rootBusinessUnit });
const tom = demoPerson(2, 'Tom Technician', { role: technician, businessUnitId: north.id });
const tessa = demoPerson(3, 'Tessa Technician', { role: technician, businessUnitId: south.id });
const rita = demoPerson(4, 'Rita Reader', { role: reader, businessUnitId: rootBusinessUnit });

export const demoPeople: readonly DemoPerson[] = [dana, tom, tessa, rita];

/** What its members see of its rows they see by the team's own role. */
const team = { id: stableId('demo team field service'), name: 'Field service', businessUnitId: rootBusinessUnit };
const members: readonly DemoPerson[] = [tom, tessa];

export const demoOwners: DemoOwners = { dispatcher: dana, technicians: [tom, tessa], team };

async function insertTeam(db: Queryable): Promise<void> {
  await db.query('insert into team (teamid, name, businessunitid) values ($1::uuid, $2, $3::uuid)', [
    team.id,
    team.name,
    team.businessUnitId,
  ]);
  await db.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid)', [
    team.id,
    stableId(`role ${technician.name}`),
  ]);
  for (const member of members) {
    await db.query('insert into teammembership (first_id, second_id) values ($1::uuid, $2::uuid)', [
      team.id,
      member.id,
    ]);
  }
}

async function insertRole(db: Queryable, role: DemoRole): Promise<void> {
  await db.query('insert into landfall_role values ($1::uuid, $2)', [stableId(`role ${role.name}`), role.name]);
  for (const type of role.types) {
    await db.query("insert into landfall_role_privilege values ($1::uuid, '*', $2, $3)", [
      stableId(`role ${role.name}`),
      type,
      role.depth,
    ]);
  }
}

export async function insertPeople(db: Queryable): Promise<void> {
  for (const unit of [north, south]) {
    await db.query(
      'insert into businessunit (businessunitid, name, parentbusinessunitid) values ($1::uuid, $2, $3::uuid)',
      [unit.id, unit.name, rootBusinessUnit],
    );
  }
  for (const role of [dispatcher, technician, reader]) await insertRole(db, role);
  const hashes = await Promise.all(demoPeople.map((person) => hashPassword(person.password)));
  for (const [at, person] of demoPeople.entries()) {
    await db.query(
      `insert into systemuser (systemuserid, domainname, fullname, businessunitid, isdisabled)
       values ($1::uuid, $2, $3, $4::uuid, false)`,
      [person.id, person.signInName, person.fullName, person.businessUnitId],
    );
    await db.query('insert into landfall_password values ($1::uuid, $2)', [person.id, hashes[at] ?? '']);
    await db.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid)', [
      person.id,
      stableId(`role ${person.role.name}`),
    ]);
  }
  await insertTeam(db);
}
