import type { Queryable } from '../../server/database/database.ts';
import { rootBusinessUnit } from '../../server/database/migrate.ts';
import { hashPassword } from '../../server/identity/password.ts';
import { type Depth, type PrivilegeType, privilegeTypes, stableId } from '../../server/identity/privileges.ts';

/**
 * ```
 * root: gwen (Global), rita (reads), ed (no Append, AppendTo, Assign), nemo (no role)
 * ├── north: dave (Deep), lola (Local), basil (Basic), tia (through the team crew), dora (disabled)
 * │   └── west: nora (Basic)
 * └── south: sam (Basic)
 * ```
 */
export const units = {
  root: rootBusinessUnit,
  north: stableId('sample unit north'),
  west: stableId('sample unit west'),
  south: stableId('sample unit south'),
} as const;
export type UnitName = keyof typeof units;

type Role = { readonly depth: Depth; readonly types: readonly PrivilegeType[] };
const roles = {
  Basic: { depth: 'Basic', types: privilegeTypes },
  Local: { depth: 'Local', types: privilegeTypes },
  Deep: { depth: 'Deep', types: privilegeTypes },
  Global: { depth: 'Global', types: privilegeTypes },
  Reader: { depth: 'Global', types: ['Read'] },
  Editor: { depth: 'Global', types: ['Create', 'Read', 'Write', 'Delete'] },
} as const satisfies Readonly<Record<string, Role>>;
type RoleName = keyof typeof roles;

export type SamplePerson = { readonly unit: UnitName; readonly role: RoleName | null; readonly isDisabled?: true };
export const samplePeople = {
  gwen: { unit: 'root', role: 'Global' },
  rita: { unit: 'root', role: 'Reader' },
  ed: { unit: 'root', role: 'Editor' },
  nemo: { unit: 'root', role: null },
  dave: { unit: 'north', role: 'Deep' },
  lola: { unit: 'north', role: 'Local' },
  basil: { unit: 'north', role: 'Basic' },
  tia: { unit: 'north', role: null },
  dora: { unit: 'north', role: 'Basic', isDisabled: true },
  nora: { unit: 'west', role: 'Basic' },
  sam: { unit: 'south', role: 'Basic' },
} as const satisfies Readonly<Record<string, SamplePerson>>;
export type SampleName = keyof typeof samplePeople;
export const sampleNames: readonly SampleName[] = Object.keys(samplePeople) as SampleName[];

export const personId = (name: SampleName): string => stableId(`sample person ${name}`);

/** In north, with the role Basic; tia is its only member. */
export const crewId = stableId('sample team crew');

/** Who owns rows: also the team. */
export type OwnerName = SampleName | 'crew';
export function ownerOf(name: OwnerName): { readonly id: string; readonly unit: string } {
  if (name === 'crew') return { id: crewId, unit: units.north };
  return { id: personId(name), unit: units[samplePeople[name].unit] };
}

async function insertRoles(db: Queryable): Promise<void> {
  for (const [name, role] of Object.entries(roles)) {
    const id = stableId(`sample role ${name}`);
    await db.query('insert into landfall_role values ($1::uuid, $2)', [id, name]);
    for (const type of role.types) {
      await db.query("insert into landfall_role_privilege values ($1::uuid, '*', $2, $3)", [id, type, role.depth]);
    }
  }
}

async function assignRole(db: Queryable, principal: string, role: RoleName): Promise<void> {
  const id = stableId(`sample role ${role}`);
  await db.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid)', [principal, id]);
}

export async function insertSamplePeople(db: Queryable): Promise<void> {
  for (const [name, parent] of [
    ['north', 'root'],
    ['west', 'north'],
    ['south', 'root'],
  ] as const) {
    await db.query('insert into businessunit (businessunitid, name, parentbusinessunitid) values ($1, $2, $3)', [
      units[name],
      name,
      units[parent],
    ]);
  }
  await insertRoles(db);
  const hashes = await Promise.all(sampleNames.map((name) => hashPassword(`${name}-landfall`)));
  for (const [at, name] of sampleNames.entries()) {
    const person: SamplePerson = samplePeople[name];
    await db.query(
      `insert into systemuser (systemuserid, domainname, fullname, businessunitid, isdisabled)
       values ($1, $2, $3, $4, $5)`,
      [personId(name), name, `${name} sample`, units[person.unit], person.isDisabled === true],
    );
    await db.query('insert into landfall_password values ($1::uuid, $2)', [personId(name), hashes[at] ?? '']);
    if (person.role !== null) await assignRole(db, personId(name), person.role);
  }
  await db.query("insert into team (teamid, name, businessunitid) values ($1, 'crew', $2)", [crewId, units.north]);
  await db.query('insert into teammembership (first_id, second_id) values ($1, $2)', [crewId, personId('tia')]);
  await assignRole(db, crewId, 'Basic');
}
