import { type Queryable, text } from '../database/database.ts';

export type Role = 'dispatcher' | 'technician' | 'reader';

export type Person = {
  readonly id: string;
  readonly signInName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly passwordHash: string;
};

export type People = {
  readonly byId: ReadonlyMap<string, Person>;
  readonly bySignInName: ReadonlyMap<string, Person>;
};

function parseRole(value: string): Role {
  if (value === 'dispatcher' || value === 'technician' || value === 'reader') return value;
  throw new Error(`unknown role in the database: ${value}`);
}

export async function loadPeople(db: Queryable): Promise<People> {
  const rows = await db.query('select id, sign_in_name, full_name, role, password_hash from landfall_person');
  const people = rows.map((row) => ({
    id: text(row.id),
    signInName: text(row.sign_in_name),
    fullName: text(row.full_name),
    role: parseRole(text(row.role)),
    passwordHash: text(row.password_hash),
  }));
  return {
    byId: new Map(people.map((person) => [person.id, person])),
    bySignInName: new Map(people.map((person) => [person.signInName, person])),
  };
}
