import { privilegeTypes, stableId } from '../identity/privileges.ts';

/** The role that is there from the beginning: everything, in the whole organisation. */
export const administratorRole = { id: stableId('role System Administrator'), name: 'System Administrator' };

/** Roles, passwords, and a version number that moves with every change of who may do what. */
export const securitySchema: readonly string[] = [
  'create unique index systemuser_domainname on systemuser (domainname)',
  // A token holds the generation it was issued in: a new one voids every token of the person.
  `create table landfall_password (
     person_id uuid primary key references systemuser on delete cascade, hash text not null,
     generation uuid not null default gen_random_uuid())`,
  'create table landfall_role (id uuid primary key, name text not null unique)',
  `create table landfall_role_privilege (
     role_id uuid not null references landfall_role on delete cascade,
     table_name text not null, type text not null, depth text not null, primary key (role_id, table_name, type))`,
  `create table landfall_role_assignment (
     principal_id uuid not null, role_id uuid not null references landfall_role on delete cascade,
     primary key (principal_id, role_id))`,
  `insert into landfall_role values ('${administratorRole.id}', '${administratorRole.name}')`,
  ...privilegeTypes.map(
    (type) => `insert into landfall_role_privilege values ('${administratorRole.id}', '*', '${type}', 'Global')`,
  ),
  // Attempts to sign in (identity/attempts.ts).
  'create table landfall_sign_in (key text primary key, attempts integer not null, until_ms bigint not null)',
  'create index on landfall_sign_in (until_ms)',
  'create table landfall_security (version bigint not null)',
  'insert into landfall_security values (1)',
  `create function landfall_security_changed() returns trigger language plpgsql as $$
   begin
     update landfall_security set version = version + 1;
     return null;
   end $$`,
  ...[
    'businessunit',
    'systemuser',
    'team',
    'teammembership',
    'landfall_password',
    'landfall_role',
    'landfall_role_privilege',
    'landfall_role_assignment',
  ].map(
    (table) => `create trigger security_changed after insert or update or delete on ${table}
       for each statement execute function landfall_security_changed()`,
  ),
];
