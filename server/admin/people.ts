import { text } from '../database/database.ts';
import type { CommandGroup, DatabaseCommand } from './command.ts';
import { printTable } from './print-table.ts';

const list: DatabaseCommand = {
  place: 'database',
  words: ['people', 'list'],
  summary: 'Shows everybody with business unit, teams and roles.',
  operands: [],
  options: {},
  async run({ database, caller }) {
    const rows = await database.query(
      `select u.domainname, u.fullname, b.name as unit, u.isdisabled,
         coalesce((select string_agg(t.name, ', ' order by t.name) from teammembership m
           join team t on t.teamid = m.first_id where m.second_id = u.systemuserid), '') as teams,
         coalesce((select string_agg(r.name, ', ' order by r.name) from landfall_role_assignment a
           join landfall_role r on r.id = a.role_id where a.principal_id = u.systemuserid), '') as roles
       from systemuser u join businessunit b on b.businessunitid = u.businessunitid order by u.domainname`,
    );
    const lines = rows.map((row) => [
      text(row.domainname),
      text(row.fullname),
      text(row.unit),
      text(row.teams),
      text(row.roles),
      row.isdisabled === true ? 'disabled' : '',
    ]);
    printTable(caller, ['name', 'full name', 'unit', 'teams', 'roles', ''], lines);
  },
};

export const people: CommandGroup = {
  name: 'people',
  summary: 'Who may sign in:',
  commands: [list],
};
