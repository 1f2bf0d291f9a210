import { randomUUID } from 'node:crypto';
import { type Queryable, text } from '../database/database.ts';
import { rootBusinessUnit } from '../database/migrate.ts';
import { type Arguments, type CommandGroup, CommandRefused, type DatabaseCommand } from './command.ts';
import { findPerson, findTeam, findUnit, requireFreeName } from './find-named.ts';
import { printTable } from './print-table.ts';

const list: DatabaseCommand = {
  place: 'database',
  words: ['teams', 'list'],
  summary: 'Shows teams with business unit, members and roles.',
  operands: [],
  options: {},
  async run({ database, caller }) {
    const rows = await database.query(
      `select t.name, b.name as unit,
         coalesce((select string_agg(u.domainname, ', ' order by u.domainname) from teammembership m
           join systemuser u on u.systemuserid = m.second_id where m.first_id = t.teamid), '') as members,
         coalesce((select string_agg(r.name, ', ' order by r.name) from landfall_role_assignment a
           join landfall_role r on r.id = a.role_id where a.principal_id = t.teamid), '') as roles
       from team t join businessunit b on b.businessunitid = t.businessunitid order by t.name`,
    );
    const lines = rows.map((row) => [row.name, row.unit, row.members, row.roles].map(text));
    printTable(caller, ['team', 'unit', 'members', 'roles'], lines);
  },
};

const add: DatabaseCommand = {
  place: 'database',
  words: ['teams', 'add'],
  summary: 'Adds a team, which may own rows and hold roles.',
  operands: ['TEAM'],
  options: { unit: { kind: 'text', value: 'UNIT', about: 'business unit; the topmost if left out' } },
  async run({ database, caller }, args) {
    const unit = args.option('unit');
    const name = await database.tx(async (tx) => {
      const free = await requireFreeName(tx, 'team', args.operand('TEAM'));
      const unitId = unit === null ? rootBusinessUnit : (await findUnit(tx, unit)).id;
      await tx.query('insert into team (teamid, name, businessunitid) values ($1::uuid, $2, $3::uuid)', [
        randomUUID(),
        free,
        unitId,
      ]);
      return free;
    });
    caller.print(`The team ${name} is there, without members and roles.`);
  },
};

async function findBoth(tx: Queryable, args: Arguments) {
  return { team: await findTeam(tx, args.operand('TEAM')), person: await findPerson(tx, args.operand('NAME')) };
}

const join: DatabaseCommand = {
  place: 'database',
  words: ['teams', 'join'],
  summary: 'Makes a person a member: they get what the roles of the team give.',
  operands: ['TEAM', 'NAME'],
  options: {},
  async run({ database, caller }, args) {
    const { team, person } = await database.tx(async (tx) => {
      const found = await findBoth(tx, args);
      await tx.query(
        'insert into teammembership (first_id, second_id) values ($1::uuid, $2::uuid) on conflict do nothing',
        [found.team.id, found.person.id],
      );
      return found;
    });
    caller.print(`${person.signInName} is a member of ${team.name}.`);
  },
};

const leave: DatabaseCommand = {
  place: 'database',
  words: ['teams', 'leave'],
  summary: 'Ends a membership.',
  operands: ['TEAM', 'NAME'],
  options: {},
  async run({ database, caller }, args) {
    const { team, person } = await database.tx(async (tx) => {
      const found = await findBoth(tx, args);
      const gone = await tx.query(
        'delete from teammembership where first_id = $1::uuid and second_id = $2::uuid returning 1',
        [found.team.id, found.person.id],
      );
      if (gone.length > 0) return found;
      throw new CommandRefused(`${found.person.signInName} is no member of ${found.team.name}.`);
    });
    caller.print(`${person.signInName} is no member of ${team.name} any more.`);
  },
};

export const teams: CommandGroup = {
  name: 'teams',
  summary: 'People who own rows and hold roles together:',
  commands: [list, add, join, leave],
};
