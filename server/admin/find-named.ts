import { type Queryable, type SqlRow, text } from '../database/database.ts';
import { signInKey } from '../identity/sign-in-name.ts';
import { CommandRefused } from './command.ts';

export type Named = { readonly id: string; readonly name: string };
type FoundPerson = Named & {
  readonly signInName: string;
  readonly unitId: string;
  readonly isDisabled: boolean;
};
type FoundTeam = Named & { readonly unitId: string };

/** How to find each kind of thing by the name that people call it; upper and lower case are the same. */
const finders = {
  person: {
    sql: `select systemuserid as id, fullname as name, domainname, businessunitid as unit, isdisabled
          from systemuser where domainname = $1`,
    called: 'person who signs in as',
    list: 'people list',
  },
  team: {
    sql: 'select teamid as id, name, businessunitid as unit from team where lower(name) = lower($1)',
    called: 'team called',
    list: 'teams list',
  },
  unit: {
    sql: 'select businessunitid as id, name from businessunit where lower(name) = lower($1)',
    called: 'business unit called',
    list: 'units list',
  },
  role: {
    sql: 'select id, name from landfall_role where lower(name) = lower($1)',
    called: 'role called',
    list: 'roles list',
  },
} as const;
type NamedKind = keyof typeof finders;

async function rowNamed(db: Queryable, kind: NamedKind, name: string): Promise<SqlRow> {
  const { called, list } = finders[kind];
  const [row, second] = await rowsNamed(db, kind, name);
  if (row === undefined) throw new CommandRefused(`There is no ${called} "${name}". "landfall ${list}" shows them.`);
  if (second !== undefined) throw new CommandRefused(`There is more than one ${called} "${name}".`);
  return row;
}

async function rowsNamed(db: Queryable, kind: NamedKind, name: string): Promise<readonly SqlRow[]> {
  return db.query(finders[kind].sql, [kind === 'person' ? signInKey(name) : name.trim()]);
}

const named = (row: SqlRow): Named => ({ id: text(row.id), name: text(row.name) });

/** @throws CommandRefused, as do the others */
export async function findPerson(db: Queryable, name: string): Promise<FoundPerson> {
  const row = await rowNamed(db, 'person', name);
  const { domainname, unit, isdisabled } = row;
  return { ...named(row), signInName: text(domainname), unitId: text(unit), isDisabled: isdisabled === true };
}

export async function findTeam(db: Queryable, name: string): Promise<FoundTeam> {
  const row = await rowNamed(db, 'team', name);
  return { ...named(row), unitId: text(row.unit) };
}

export async function findUnit(db: Queryable, name: string): Promise<Named> {
  return named(await rowNamed(db, 'unit', name));
}

export async function findRole(db: Queryable, name: string): Promise<Named> {
  return named(await rowNamed(db, 'role', name));
}

/** A name for something new: fit to be shown, and not taken. */
export async function requireFreeName(db: Queryable, kind: NamedKind, name: string): Promise<string> {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 160 || /\p{C}/u.test(trimmed)) {
    throw new CommandRefused('A name has 1 to 160 characters, all of which can be seen.');
  }
  if ((await rowsNamed(db, kind, trimmed)).length > 0) {
    throw new CommandRefused(`There is a ${finders[kind].called} "${trimmed}" already. Choose another name.`);
  }
  return trimmed;
}
