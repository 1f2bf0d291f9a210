import { stableId } from '../identity/privileges.ts';
import { systemManyToMany, systemTables } from '../identity/system-tables.ts';
import { firstGeneration } from '../identity/token.ts';
import { indexTables } from '../odata/table.ts';
import type { Queryable } from './database.ts';
import { columnLinks, pairSchema, tableSchema } from './schema.ts';
import { securitySchema } from './security-schema.ts';

const root = stableId('business unit root');
const types = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign'];
/** What the three roles of version 1 allowed; they were part of the code. */
const roles = [
  { was: 'dispatcher', name: 'Dispatcher', depth: 'Global', types },
  { was: 'technician', name: 'Technician', depth: 'Basic', types },
  { was: 'reader', name: 'Reader', depth: 'Global', types: ['Read'] },
];
const ownedTables = ['account', 'contact', 'msdyn_workorder'];

async function makeSystemTables(tx: Queryable): Promise<void> {
  // Version 2 is not released: what is made here is its form of now. The release freezes these statements.
  const tables = indexTables(systemTables, systemManyToMany);
  const statements = [
    ...systemTables.flatMap(tableSchema),
    ...systemTables.flatMap((table) => table.columns.flatMap((column) => columnLinks(tables, table, column))),
    ...systemManyToMany.flatMap((relation) => pairSchema(tables, relation)),
    ...securitySchema,
  ];
  for (const statement of statements) await tx.query(statement);
}

/** Everyone lands in the one business unit there is, so that nobody's reach changes. */
async function movePeople(tx: Queryable): Promise<void> {
  await tx.query("insert into businessunit (businessunitid, name) values ($1::uuid, 'Organisation')", [root]);
  await tx.query(
    `insert into systemuser (systemuserid, domainname, fullname, businessunitid, isdisabled)
     select id, sign_in_name, full_name, $1::uuid, false from landfall_person`,
    [root],
  );
  await tx.query('insert into landfall_password select id, password_hash, $1::uuid from landfall_person', [
    firstGeneration,
  ]);
  for (const role of roles) {
    const id = stableId(`role ${role.name}`);
    await tx.query('insert into landfall_role values ($1::uuid, $2)', [id, role.name]);
    for (const type of role.types) {
      await tx.query("insert into landfall_role_privilege values ($1::uuid, '*', $2, $3)", [id, type, role.depth]);
    }
    await tx.query('insert into landfall_role_assignment select id, $1::uuid from landfall_person where role = $2', [
      id,
      role.was,
    ]);
  }
  await tx.query('drop table landfall_person');
}

/** A column added with a constant default stamps no row: ETags and delta links stay as they are. */
async function giveBusinessUnits(tx: Queryable): Promise<void> {
  for (const table of ownedTables) {
    for (const statement of [
      `alter table ${table} add column owningbusinessunit uuid not null default '${root}'`,
      `alter table ${table} alter column owningbusinessunit drop default`,
      `create index on ${table} (owningbusinessunit, ${table}id)`,
    ]) {
      await tx.query(statement);
    }
  }
}

export async function fromVersion1(tx: Queryable): Promise<void> {
  await makeSystemTables(tx);
  await movePeople(tx);
  await giveBusinessUnits(tx);
}
