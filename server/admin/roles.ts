import { randomUUID } from 'node:crypto';
import { type Queryable, text } from '../database/database.ts';
import { administratorRole } from '../database/security-schema.ts';
import { depths, privilegeTypes } from '../identity/privileges.ts';
import { type Arguments, type CommandGroup, CommandRefused, type DatabaseCommand } from './command.ts';
import { findPerson, findRole, findTeam, type Named, requireFreeName } from './find-named.ts';
import { printTable } from './print-table.ts';
import { depthWords, parseDepth, parsePrivileges, parseTable, wordOf } from './privilege-words.ts';

const list: DatabaseCommand = {
  place: 'database',
  words: ['roles', 'list'],
  summary: 'Shows roles and who holds them, or what one role grants.',
  operands: ['ROLE?'],
  options: {},
  async run({ database, caller }, args) {
    const name = args.optionalOperand('ROLE');
    if (name !== null) {
      const role = await findRole(database, name);
      const rows = await database.query(
        `select table_name, type, depth from landfall_role_privilege where role_id = $1::uuid
         order by table_name, array_position(string_to_array($2, ','), type)`,
        [role.id, privilegeTypes.join(',')],
      );
      const lines = rows.map((row) => {
        const depth = depths.find((one) => one === row.depth);
        const word = depth === undefined ? '' : wordOf(depth);
        return [text(row.table_name), text(row.type).toLowerCase(), word, text(row.depth)];
      });
      printTable(caller, ['table', 'privilege', 'depth', 'in Dataverse'], lines);
      return;
    }
    const rows = await database.query(
      `select r.name,
         coalesce((select string_agg(coalesce(u.domainname, t.name), ', ' order by coalesce(u.domainname, t.name))
           from landfall_role_assignment a left join systemuser u on u.systemuserid = a.principal_id
           left join team t on t.teamid = a.principal_id where a.role_id = r.id), '') as holders
       from landfall_role r order by r.name`,
    );
    printTable(
      caller,
      ['role', 'held by'],
      rows.map((row) => [text(row.name), text(row.holders)]),
    );
  },
};

const add: DatabaseCommand = {
  place: 'database',
  words: ['roles', 'add'],
  summary: 'Adds a role that grants nothing yet.',
  operands: ['ROLE'],
  options: {},
  async run({ database, caller }, args) {
    const name = await database.tx(async (tx) => {
      const free = await requireFreeName(tx, 'role', args.operand('ROLE'));
      await tx.query('insert into landfall_role values ($1::uuid, $2)', [randomUUID(), free]);
      return free;
    });
    caller.print(`The role ${name} is there, and grants nothing yet.`);
  },
};

/** Whoever looks after the service needs one role that is always whole. */
async function changeableRole(db: Queryable, name: string): Promise<Named> {
  const role = await findRole(db, name);
  if (role.id !== administratorRole.id) return role;
  throw new CommandRefused(`${role.name} grants everything, always. Add a role of your own.`);
}

const tableOption = {
  kind: 'text',
  value: 'TABLE',
  about: 'name of a table such as account, or all',
  isRequired: true,
} as const;
const privilegeOption = {
  kind: 'text',
  value: 'LIST',
  isRequired: true,
  about: `${privilegeTypes.map((type) => type.toLowerCase()).join(',')}, or all`,
} as const;

const grant: DatabaseCommand = {
  place: 'database',
  words: ['roles', 'grant'],
  summary: 'Lets a role do something with a table, as far as a depth reaches.',
  details: [
    'Where there is a grant already, its depth is replaced. Depths, ours and in Dataverse:',
    ...depthWords.map(({ word, depth, reaches }) => `  ${word.padEnd(12)}  ${depth.padEnd(6)}  ${reaches}`),
    'In a table owned by the organisation every depth reaches all rows.',
  ],
  operands: ['ROLE'],
  options: {
    table: tableOption,
    privilege: privilegeOption,
    depth: { kind: 'text', value: 'DEPTH', about: depthWords.map(({ word }) => word).join(', '), isRequired: true },
  },
  async run({ database, tables, caller }, args) {
    const types = parsePrivileges(args.requiredOption('privilege'));
    const depth = parseDepth(args.requiredOption('depth'));
    const table = parseTable(tables, args.requiredOption('table'));
    const role = await database.tx(async (tx) => {
      const found = await changeableRole(tx, args.operand('ROLE'));
      for (const type of types) {
        await tx.query(
          `insert into landfall_role_privilege values ($1::uuid, $2, $3, $4)
           on conflict (role_id, table_name, type) do update set depth = excluded.depth`,
          [found.id, table, type, depth],
        );
      }
      return found;
    });
    const what = types.map((type) => type.toLowerCase()).join(', ');
    caller.print(`${role.name} may ${what} ${table === '*' ? 'all tables' : table}: ${wordOf(depth)} (${depth}).`);
  },
};

const revoke: DatabaseCommand = {
  place: 'database',
  words: ['roles', 'revoke'],
  summary: 'Takes from a role what it was granted for this table.',
  details: ['A grant for all tables goes with --table all only.'],
  operands: ['ROLE'],
  options: { table: tableOption, privilege: privilegeOption },
  async run({ database, tables, caller }, args) {
    const types = parsePrivileges(args.requiredOption('privilege'));
    const table = parseTable(tables, args.requiredOption('table'));
    const { role, gone, left } = await database.tx(async (tx) => {
      const found = await changeableRole(tx, args.operand('ROLE'));
      const places = types.map((_, at) => `$${at + 3}`).join(', ');
      const rows = await tx.query(
        `delete from landfall_role_privilege where role_id = $1::uuid and table_name = $2 and type in (${places})
         returning type`,
        [found.id, table, ...types],
      );
      const still = await tx.query(
        `select 1 from landfall_role_privilege where role_id = $1::uuid and table_name = '*'
         and type in (${types.map((_, at) => `$${at + 2}`).join(', ')})`,
        [found.id, ...types],
      );
      return { role: found, gone: rows.length, left: still.length };
    });
    caller.print(`${role.name} has ${gone} grants less.`);
    if (left > 0) caller.note(`${role.name} still holds ${left} of them for all tables.`);
  },
};

const teamFlag = { team: { kind: 'flag', about: 'NAME is a team: its members get the role through it' } } as const;

async function holderNamed(db: Queryable, args: Arguments): Promise<Named> {
  return args.flag('team') ? findTeam(db, args.operand('NAME')) : findPerson(db, args.operand('NAME'));
}

const assign: DatabaseCommand = {
  place: 'database',
  words: ['roles', 'assign'],
  summary: 'Gives a role to a person or a team.',
  operands: ['ROLE', 'NAME'],
  options: teamFlag,
  async run({ database, caller }, args) {
    const { role, holder } = await database.tx(async (tx) => {
      const found = { role: await findRole(tx, args.operand('ROLE')), holder: await holderNamed(tx, args) };
      await tx.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid) on conflict do nothing', [
        found.holder.id,
        found.role.id,
      ]);
      return found;
    });
    caller.print(`${holder.name} holds ${role.name}.`);
  },
};

const unassign: DatabaseCommand = {
  place: 'database',
  words: ['roles', 'unassign'],
  summary: 'Takes a role from a person or a team.',
  operands: ['ROLE', 'NAME'],
  options: teamFlag,
  async run({ database, caller }, args) {
    const { role, holder } = await database.tx(async (tx) => {
      const found = { role: await findRole(tx, args.operand('ROLE')), holder: await holderNamed(tx, args) };
      const gone = await tx.query(
        'delete from landfall_role_assignment where principal_id = $1::uuid and role_id = $2::uuid returning 1',
        [found.holder.id, found.role.id],
      );
      if (gone.length > 0) return found;
      throw new CommandRefused(`${found.holder.name} does not hold ${found.role.name}.`);
    });
    caller.print(`${holder.name} does not hold ${role.name} any more.`);
  },
};

export const roles: CommandGroup = {
  name: 'roles',
  summary: 'What people and teams may do:',
  commands: [list, add, grant, revoke, assign, unassign],
};
