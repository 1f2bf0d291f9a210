import { randomUUID } from 'node:crypto';
import { text } from '../database/database.ts';
import { rootBusinessUnit } from '../database/migrate.ts';
import { keepDemoDataOut } from '../demo/keep-demo-data-out.ts';
import { hashPassword } from '../identity/password.ts';
import { signInKey, unfitName } from '../identity/sign-in-name.ts';
import { type CommandGroup, CommandRefused, type DatabaseCommand } from './command.ts';
import { findPerson, findRole, findUnit, requireFreeName } from './find-named.ts';
import { newPassword, passwordOption } from './new-password.ts';
import { printTable } from './print-table.ts';
import { assignAllRows, moveAllRows } from './rows-of-owner.ts';

const list: DatabaseCommand = {
  place: 'database',
  words: ['people', 'list'],
  summary: 'Shows everybody with business unit, teams and roles.',
  operands: [],
  options: {},
  async run({ database, caller }) {
    const rows = await database.query(
      `select u.domainname, u.fullname, b.name as unit, u.isdisabled, p.person_id is null as is_without,
         coalesce((select string_agg(t.name, ', ' order by t.name) from teammembership m
           join team t on t.teamid = m.first_id where m.second_id = u.systemuserid), '') as teams,
         coalesce((select string_agg(r.name, ', ' order by r.name) from landfall_role_assignment a
           join landfall_role r on r.id = a.role_id where a.principal_id = u.systemuserid), '') as roles
       from systemuser u join businessunit b on b.businessunitid = u.businessunitid
       left join landfall_password p on p.person_id = u.systemuserid order by u.domainname`,
    );
    const lines = rows.map((row) => [
      text(row.domainname),
      text(row.fullname),
      text(row.unit),
      text(row.teams),
      text(row.roles),
      row.isdisabled === true ? 'disabled' : row.is_without === true ? 'no password' : '',
    ]);
    printTable(caller, ['name', 'full name', 'unit', 'teams', 'roles', ''], lines);
  },
};

const add: DatabaseCommand = {
  place: 'database',
  words: ['people', 'add'],
  summary: 'Adds a person, and asks for a password.',
  details: ['NAME is what they sign in with. Without a role they may do nothing yet: see "landfall roles --help".'],
  operands: ['NAME'],
  options: {
    'full-name': { kind: 'text', value: '"FULL NAME"', about: 'as others see it; NAME if left out' },
    unit: { kind: 'text', value: 'UNIT', about: 'business unit; the topmost if left out' },
    role: { kind: 'text', value: 'ROLE', about: 'a first role; "System Administrator" may do everything' },
    'password-stdin': passwordOption,
  },
  async run({ database, caller }, args) {
    const refusal = unfitName(args.operand('NAME'));
    if (refusal !== null) throw new CommandRefused(refusal);
    const name = await requireFreeName(database, 'person', signInKey(args.operand('NAME')));
    const fullName = args.option('full-name')?.trim() || name;
    if (fullName.length > 160) throw new CommandRefused('A full name has at most 160 characters.');
    const unit = args.option('unit');
    const role = args.option('role');
    const unitId = unit === null ? rootBusinessUnit : (await findUnit(database, unit)).id;
    const roleId = role === null ? null : (await findRole(database, role)).id;
    const hash = await hashPassword(await newPassword(caller, args, name));
    const id = randomUUID();
    await database.tx(async (tx) => {
      await requireFreeName(tx, 'person', name);
      await keepDemoDataOut(tx);
      await tx.query(
        `insert into systemuser (systemuserid, domainname, fullname, businessunitid, isdisabled)
         values ($1::uuid, $2, $3, $4::uuid, false)`,
        [id, name, fullName, unitId],
      );
      await tx.query('insert into landfall_password (person_id, hash) values ($1::uuid, $2)', [id, hash]);
      if (roleId === null) return;
      await tx.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid)', [id, roleId]);
    });
    caller.print(`${name} may sign in${roleId === null ? ', and may do nothing yet: give a role' : ''}.`);
  },
};

const rowCount = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);

const endSessions = 'update landfall_password set generation = gen_random_uuid() where person_id = $1::uuid';

const disable: DatabaseCommand = {
  place: 'database',
  words: ['people', 'disable'],
  summary: 'Lets a person sign in no more, and ends their sessions at once.',
  details: ['Their rows stay, and stay theirs, unless --assign-to gives them to somebody else.'],
  operands: ['NAME'],
  options: { 'assign-to': { kind: 'text', value: 'NAME', about: 'who gets the rows that this person owns' } },
  async run({ database, tables, caller }, args) {
    const heirName = args.option('assign-to');
    const { name, rows } = await database.tx(async (tx) => {
      const person = await findPerson(tx, args.operand('NAME'));
      const heir = heirName === null ? null : await findPerson(tx, heirName);
      if (heir?.id === person.id || heir?.isDisabled === true) {
        throw new CommandRefused('--assign-to takes somebody else, who may sign in.');
      }
      await tx.query('update systemuser set isdisabled = true where systemuserid = $1::uuid', [person.id]);
      await tx.query(endSessions, [person.id]);
      const moved = heir === null ? null : await assignAllRows(tx, tables, person.id, heir);
      return { name: person.signInName, rows: moved };
    });
    caller.print(`${name} is disabled${rows === null ? '' : `; ${rowCount(rows)} given to ${heirName}`}.`);
  },
};

const enable: DatabaseCommand = {
  place: 'database',
  words: ['people', 'enable'],
  summary: 'Lets a disabled person sign in again.',
  operands: ['NAME'],
  options: {},
  async run({ database, caller }, args) {
    const name = await database.tx(async (tx) => {
      const person = await findPerson(tx, args.operand('NAME'));
      await tx.query('update systemuser set isdisabled = false where systemuserid = $1::uuid', [person.id]);
      await tx.query(endSessions, [person.id]);
      return person.signInName;
    });
    caller.print(`${name} may sign in.`);
  },
};

const password: DatabaseCommand = {
  place: 'database',
  words: ['people', 'password'],
  summary: 'Sets a new password, and ends every session of the person.',
  operands: ['NAME'],
  options: { 'password-stdin': passwordOption },
  async run({ database, caller }, args) {
    const person = await findPerson(database, args.operand('NAME'));
    const hash = await hashPassword(await newPassword(caller, args, person.signInName));
    await database.query(
      `insert into landfall_password (person_id, hash) values ($1::uuid, $2)
       on conflict (person_id) do update set hash = excluded.hash, generation = gen_random_uuid()`,
      [person.id, hash],
    );
    caller.print(`${person.signInName} has a new password, and has to sign in again everywhere.`);
  },
};

const move: DatabaseCommand = {
  place: 'database',
  words: ['people', 'move'],
  summary: 'Moves a person, and the rows they own, to another business unit.',
  operands: ['NAME', 'UNIT'],
  options: {},
  async run({ database, tables, caller }, args) {
    const { name, unit, rows } = await database.tx(async (tx) => {
      const person = await findPerson(tx, args.operand('NAME'));
      const target = await findUnit(tx, args.operand('UNIT'));
      await tx.query('update systemuser set businessunitid = $2::uuid where systemuserid = $1::uuid', [
        person.id,
        target.id,
      ]);
      const moved = await moveAllRows(tx, tables, { id: person.id, unitId: target.id });
      return { name: person.signInName, unit: target.name, rows: moved };
    });
    caller.print(`${name} is in ${unit} now, with ${rowCount(rows)}.`);
  },
};

export const people: CommandGroup = {
  name: 'people',
  summary: 'Who may sign in:',
  commands: [list, add, password, disable, enable, move],
};
