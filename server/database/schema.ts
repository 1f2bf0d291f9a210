import { type Column, type ManyToMany, type Table, type Tables, tableNamed, targetColumn } from '../odata/table.ts';
import { sqlName } from './sql-name.ts';

export function sqlType(column: Column): string {
  const { type } = column;
  switch (type.kind) {
    case 'key':
    case 'lookup':
    case 'owner':
      return 'uuid';
    case 'text':
    case 'memo':
      return 'text';
    case 'integer':
    case 'choice':
      return 'integer';
    case 'decimal':
    case 'money':
      return `numeric(28, ${type.precision})`;
    case 'double':
      return 'double precision';
    case 'datetime':
      return 'timestamptz';
    case 'date':
      return 'date';
    case 'boolean':
      return 'boolean';
  }
}

export const baseSchema: readonly string[] = [
  `create table landfall_tombstone (
     table_name text not null, id uuid not null, xid xid8 not null, deleted_at timestamptz not null,
     primary key (table_name, id))`,
  'create index landfall_tombstone_delta on landfall_tombstone (table_name, xid, id)',
  // One sequence for all tables and no reuse: a row deleted and made again never gets an old ETag back.
  'create sequence landfall_row_version start 1000001',
  // modifiedon is set on every update, also when the service itself removes a link. Whole seconds, as Dataverse has it.
  `create function landfall_stamp() returns trigger language plpgsql as $$
   begin
     new.ver := nextval('landfall_row_version');
     new.xid := pg_current_xact_id();
     if tg_op = 'UPDATE' then
       new.createdon := old.createdon;
       new.modifiedon := date_trunc('second', clock_timestamp());
     else
       new.createdon := coalesce(new.createdon, date_trunc('second', clock_timestamp()));
       new.modifiedon := coalesce(new.modifiedon, new.createdon);
     end if;
     return new;
   end $$`,
];

/** Columns of the database that carry one column of the table. */
function columnSchema(column: Column): readonly string[] {
  const suffix = column.type.kind === 'key' ? ' primary key' : column.isRequired ? ' not null' : '';
  const target = targetColumn(column);
  const own = `${sqlName(column.name)} ${sqlType(column)}${suffix}`;
  return target === null ? [own] : [own, `${sqlName(target)} text`];
}

export function tableSchema(table: Table): readonly string[] {
  const name = sqlName(table.name);
  const key = sqlName(table.key);
  const columns = table.columns.flatMap(columnSchema);
  const owned = table.ownership === 'user' ? ['ownerid', 'owningbusinessunit'] : [];
  return [
    `create table ${name} (${columns.join(', ')}, ver bigint not null, xid xid8 not null)`,
    `create index on ${name} (xid, ${key})`,
    `create index on ${name} (modifiedon, ${key})`,
    ...owned.map((column) => `create index on ${name} (${column}, ${key})`),
    `create trigger stamp before insert or update on ${name} for each row execute function landfall_stamp()`,
    // After, not before: a before-trigger runs ahead of the wait on the unique index, and a tombstone could survive
    // beside a live row (docs/facts/odata.md §5.1).
    `create function ${sqlName(`landfall_born_${table.name}`)}() returns trigger language plpgsql as $$
     begin
       delete from landfall_tombstone where table_name = '${table.name}' and id = new.${key};
       return null;
     end $$`,
    `create trigger born after insert on ${name} for each row
       execute function ${sqlName(`landfall_born_${table.name}`)}()`,
    `create function ${sqlName(`landfall_gone_${table.name}`)}() returns trigger language plpgsql as $$
     begin
       insert into landfall_tombstone values ('${table.name}', old.${key}, pg_current_xact_id(), clock_timestamp())
       on conflict (table_name, id) do update set xid = excluded.xid, deleted_at = excluded.deleted_at;
       return null;
     end $$`,
    `create trigger gone after delete on ${name} for each row
       execute function ${sqlName(`landfall_gone_${table.name}`)}()`,
  ];
}

/** What a foreign key does, by the delete behaviour of its lookup. */
export const sqlDeletion = { removeLink: 'set null', restrict: 'restrict', cascade: 'cascade' } as const;

/**
 * Foreign keys of lookups with one target. What a deletion does to the rows that point to the deleted one is done
 * before it by the service (odata/write/delete-links.ts), which also knows lookups with several targets; the keys are the net
 * below it. Dataverse's default is "Remove Link"; the update it makes gets a new ETag.
 */
export function columnLinks(tables: Tables, table: Table, column: Column): readonly string[] {
  if (column.type.kind !== 'lookup') return [];
  const name = sqlName(table.name);
  const index = `create index on ${name} (${sqlName(column.name)})`;
  const [target, ...others] = column.type.targets;
  if (target === undefined || others.length > 0) return [index];
  const references = `${sqlName(target)} (${sqlName(tableNamed(tables, target).key)})`;
  return [
    `alter table ${name} add foreign key (${sqlName(column.name)}) references ${references}
       on delete ${sqlDeletion[column.type.onDelete]} deferrable initially immediate`,
    index,
  ];
}

/** Pairs of an N:N relationship; a pair goes with either of its rows. */
export function pairSchema(tables: Tables, relation: ManyToMany): readonly string[] {
  const end = (name: string): string => `${sqlName(name)} (${sqlName(tableNamed(tables, name).key)})`;
  return [
    `create table ${sqlName(relation.name)} (
       first_id uuid not null references ${end(relation.first.table)} on delete cascade,
       second_id uuid not null references ${end(relation.second.table)} on delete cascade,
       primary key (first_id, second_id))`,
    `create index on ${sqlName(relation.name)} (second_id)`,
  ];
}
