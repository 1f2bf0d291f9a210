import * as v from 'valibot';
import type { Attempt } from '../../core/failure.ts';
import { failed, succeeded } from '../../core/failure.ts';
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import { literal } from '../literal.ts';
import { unreadable } from '../portion.ts';
import { urlOf } from '../url.ts';
import { casts, columnFrom } from './dataverse-column.ts';
import type { WireEntity, WireTypedAttribute } from './dataverse-metadata.ts';
import { entities, labelText, typedAttributes, userPrivileges } from './dataverse-metadata.ts';
import type { DialectAsk } from './dialect.ts';
import { eachOf } from './each-of.ts';
import { pullOrder } from './pull-order.ts';

const entityOptions = {
  select:
    'LogicalName,EntitySetName,SchemaName,DisplayName,DisplayCollectionName,PrimaryIdAttribute,PrimaryNameAttribute,' +
    'ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled,Privileges',
  expand:
    'Attributes($select=LogicalName,AttributeOf,AttributeType,AttributeTypeName,DisplayName,RequiredLevel,' +
    'IsValidForCreate,IsValidForUpdate,IsValidForRead,IsPrimaryId,IsPrimaryName),' +
    'ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName)',
};

/** Casts asked for at once: metadata is slow there, and a browser keeps six connections to a host. */
const castsAtOnce = 4;

/**
 * Tables this person may read, by definition and privilege. Three kinds of question: all definitions; what this person
 * may do; and, as only a typed cast tells lengths, limits and choices, one per table and column type that occurs.
 */
export async function readTables(ask: DialectAsk, personId: string): Promise<Attempt<readonly TableDefinition[]>> {
  const [defined, allowed] = await Promise.all([
    readAs(ask, urlOf(ask.root, 'EntityDefinitions', entityOptions), entities),
    readAs(
      ask,
      `${ask.root}systemusers(${encodeURIComponent(personId)})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`,
      userPrivileges,
    ),
  ]);
  if (!defined.ok) return defined;
  if (!allowed.ok) return allowed;
  const privileges = new Set(allowed.value.RolePrivileges.map((one) => one.PrivilegeName));
  const readable = defined.value.value.filter((entity) => isUsable(entity) && may(entity, 'Read', privileges));
  const tables = await eachOf(readable, castsAtOnce, (entity) => readTable(ask, entity, privileges));
  return tables.ok ? succeeded(pullOrder(tables.value)) : tables;
}

function isUsable(entity: WireEntity): boolean {
  return Boolean(entity.EntitySetName && entity.PrimaryIdAttribute);
}

function may(entity: WireEntity, what: string, privileges: ReadonlySet<string>): boolean {
  return (entity.Privileges ?? []).some((one) => one.PrivilegeType === what && privileges.has(one.Name));
}

async function readTable(
  ask: DialectAsk,
  entity: WireEntity,
  privileges: ReadonlySet<string>,
): Promise<Attempt<TableDefinition>> {
  const types = [...new Set(entity.Attributes.map((one) => one.AttributeType ?? ''))].filter((type) => type in casts);
  const typed = new Map<string, WireTypedAttribute>();
  for (const type of types) {
    const answer = await readAs(ask, castUrl(ask, entity, type), typedAttributes);
    if (!answer.ok) return answer;
    for (const one of answer.value.value) typed.set(one.LogicalName, one);
  }
  const columns = entity.Attributes.map((one) => columnFrom(one, typed.get(one.LogicalName), entity));
  return succeeded({
    name: entity.LogicalName,
    setName: entity.EntitySetName ?? '',
    label: labelText(entity.DisplayName, entity.LogicalName),
    pluralLabel: labelText(entity.DisplayCollectionName, labelText(entity.DisplayName, entity.LogicalName)),
    keyColumn: entity.PrimaryIdAttribute ?? '',
    nameColumn: entity.PrimaryNameAttribute || (entity.PrimaryIdAttribute ?? ''),
    columns: columns.filter((column): column is ColumnDefinition => column !== null),
    privileges: {
      canCreate: may(entity, 'Create', privileges),
      canUpdate: may(entity, 'Write', privileges),
      canDelete: may(entity, 'Delete', privileges),
    },
    mayTrackChanges: entity.ChangeTrackingEnabled === true,
  });
}

function castUrl(ask: DialectAsk, entity: WireEntity, type: string): string {
  const { select, expand } = casts[type] ?? { select: '', expand: '' };
  const name = encodeURIComponent(literal({ kind: 'text', value: entity.LogicalName }));
  const path = `EntityDefinitions(LogicalName=${name})/Attributes/Microsoft.Dynamics.CRM.${castName(type)}AttributeMetadata`;
  const options = { select: select === '' ? 'LogicalName' : `LogicalName,${select}`, ...(expand && { expand }) };
  return urlOf(ask.root, path, options);
}

/** Customer columns are lookups with two targets; there is no cast of their own. */
function castName(type: string): string {
  return type === 'Customer' ? 'Lookup' : type;
}

async function readAs<T>(ask: DialectAsk, url: string, shape: v.GenericSchema<unknown, T>): Promise<Attempt<T>> {
  const reply = await ask.read(url);
  if (!reply.ok) return reply;
  const parsed = v.safeParse(shape, reply.value.body);
  if (parsed.success) return succeeded(parsed.output);
  const where = v.getDotPath(parsed.issues[0]) ?? 'the answer';
  return failed(unreadable(reply.value.status, `table definitions, ${where}: ${parsed.issues[0].message}`));
}
