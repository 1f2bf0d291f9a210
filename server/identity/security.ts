import { type Queryable, text } from '../database/database.ts';
import type { Table } from '../odata/table.ts';
import { accessOf, type Grant, type Units, widestDepth } from './access.ts';
import type { Era } from './era.ts';
import type { Person } from './person.ts';
import { type Depth, depths, type PrivilegeType, privilegeTypes } from './privileges.ts';

/** Who may own a row. */
export type Principal = {
  readonly id: string;
  readonly kind: 'systemuser' | 'team';
  readonly name: string;
  readonly businessUnitId: string;
  /** The widest depth of a privilege that it holds by itself or, a person, through teams. */
  readonly depth: (type: PrivilegeType, table: Table) => Depth | null;
};

/** People, teams, business units and what they may do, as of one moment. */
export type Security = {
  readonly version: string;
  readonly epoch: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly bySignInName: ReadonlyMap<string, Person>;
  readonly principals: ReadonlyMap<string, Principal>;
};

/** `current` is as of now: other instances and the `landfall` command change people too. */
export type SecuritySource = { readonly current: () => Promise<Security> };

type AsOf = Pick<Security, 'version' | 'epoch'>;
type RolePrivilege = Pick<Grant, 'table' | 'type' | 'depth'>;

function memberOf<T extends string>(list: readonly T[], value: string): T {
  const found = list.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`not one of ${list.join(', ')} in the database: ${value}`);
  return found;
}

async function readGroups(db: Queryable, sql: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const groups = new Map<string, string[]>();
  for (const row of await db.query(sql)) {
    const group = text(row.group_id);
    groups.set(group, [...(groups.get(group) ?? []), text(row.member_id)]);
  }
  return groups;
}

async function readUnits(db: Queryable): Promise<Units> {
  const children = await readGroups(
    db,
    `select parentbusinessunitid as group_id, businessunitid as member_id from businessunit
     where parentbusinessunitid is not null`,
  );
  const withBelow = (unit: string): readonly string[] => [unit, ...(children.get(unit) ?? []).flatMap(withBelow)];
  return { withBelow };
}

/** Privileges by the person or team that holds their role. */
async function readPrivileges(db: Queryable): Promise<ReadonlyMap<string, readonly RolePrivilege[]>> {
  const held = new Map<string, RolePrivilege[]>();
  const rows = await db.query(
    `select a.principal_id, p.table_name, p.type, p.depth
     from landfall_role_assignment a join landfall_role_privilege p on p.role_id = a.role_id`,
  );
  for (const row of rows) {
    const principal = text(row.principal_id);
    const privilege = {
      table: text(row.table_name),
      type: memberOf(privilegeTypes, text(row.type)),
      depth: memberOf(depths, text(row.depth)),
    };
    held.set(principal, [...(held.get(principal) ?? []), privilege]);
  }
  return held;
}

async function readTeams(
  db: Queryable,
  privileges: ReadonlyMap<string, readonly RolePrivilege[]>,
): Promise<readonly Principal[]> {
  const rows = await db.query('select teamid, name, businessunitid from team');
  return rows.map((row) => {
    const id = text(row.teamid);
    const businessUnitId = text(row.businessunitid);
    const held = privileges.get(id) ?? [];
    const grants = held.map((one): Grant => ({ ...one, owners: [id], businessUnit: businessUnitId }));
    const depth: Principal['depth'] = (type, table) => widestDepth(grants, type, table);
    return { id, kind: 'team', name: text(row.name), businessUnitId, depth };
  });
}

async function loadSecurity(db: Queryable, { version, epoch }: AsOf): Promise<Security> {
  const units = await readUnits(db);
  const privileges = await readPrivileges(db);
  const teams = new Map((await readTeams(db, privileges)).map((team) => [team.id, team]));
  const memberships = await readGroups(db, 'select second_id as group_id, first_id as member_id from teammembership');
  const rows = await db.query(
    `select u.systemuserid, u.domainname, u.fullname, u.businessunitid, u.isdisabled, p.hash, p.generation
     from systemuser u left join landfall_password p on p.person_id = u.systemuserid`,
  );
  const people = rows.map((row): Person => {
    const id = text(row.systemuserid);
    const businessUnitId = text(row.businessunitid);
    const teamIds = memberships.get(id) ?? [];
    const own = (privileges.get(id) ?? []).map((one) => ({ ...one, owners: [id], businessUnit: businessUnitId }));
    const shared = teamIds.flatMap((teamId) => {
      const businessUnit = teams.get(teamId)?.businessUnitId ?? businessUnitId;
      return (privileges.get(teamId) ?? []).map((one) => ({ ...one, owners: [id, teamId], businessUnit }));
    });
    const grants: readonly Grant[] = [...own, ...shared];
    return {
      id,
      signInName: text(row.domainname),
      fullName: text(row.fullname),
      businessUnitId,
      isDisabled: row.isdisabled === true,
      passwordHash: typeof row.hash === 'string' ? row.hash : null,
      tokenGeneration: typeof row.generation === 'string' ? row.generation : null,
      teamIds: new Set(teamIds),
      access: (type, table) => accessOf(grants, units, [type, table]),
      depth: (type, table) => widestDepth(grants, type, table),
    };
  });
  const asPrincipal = ({ id, fullName, businessUnitId, depth }: Person): Principal => ({
    id,
    kind: 'systemuser',
    name: fullName,
    businessUnitId,
    depth,
  });
  return {
    version,
    epoch,
    people: new Map(people.map((person) => [person.id, person])),
    bySignInName: new Map(people.map((person) => [person.signInName, person])),
    principals: new Map([...people.map(asPrincipal), ...teams.values()].map((one) => [one.id, one])),
  };
}

/** Read anew whenever the version number in the database has moved; else one small query per request. */
export function createSecuritySource(db: Queryable, era: Era): SecuritySource {
  let known: Security | null = null;
  return {
    async current() {
      // The version first: a change that comes between is then read again by the next request.
      const [row] = await db.query(
        "select version, (select value from landfall_setting where name = 'epoch') as epoch from landfall_security",
      );
      const asOf = { version: text(row?.version), epoch: text(row?.epoch) };
      await era.follow(asOf.epoch);
      if (known?.version !== asOf.version || known.epoch !== asOf.epoch) known = await loadSecurity(db, asOf);
      return known;
    },
  };
}
