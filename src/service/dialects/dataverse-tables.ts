import * as v from 'valibot';
import type { Attempt } from '../../core/failure.ts';
import { failed, succeeded } from '../../core/failure.ts';
import type { ColumnDefinition, TableDefinition, TableList } from '../../core/table.ts';
import { literal } from '../literal.ts';
import { unreadable } from '../portion.ts';
import { urlOf } from '../url.ts';
import { casts, columnFrom } from './dataverse-column.ts';
import type { WireEntity, WireTypedAttribute } from './dataverse-metadata.ts';
import { entities, labelText, typedAttributes, userPrivileges } from './dataverse-metadata.ts';
import { choiceExpansion, tableOptions } from './dataverse-questions.ts';
import type { DialectAsk } from './dialect.ts';
import { eachOf } from './each-of.ts';
import { type PointsTo, pullOrder } from './pull-order.ts';
import { untilRefused } from './until-refused.ts';

/** The platform stamps it at every change, also its own; sharing and deletion are none. */
const modifiedOn = 'modifiedon';

/** Casts asked for at once: metadata is slow there, and a browser keeps six connections to a host. */
const castsAtOnce = 4;

/**
 * Tables this person may read, by definition and privilege. Three kinds of question: all definitions; what this person
 * may do; and, as only a typed cast tells lengths, limits and choices, one per table and column type that occurs.
 */
export async function readTables(asked: DialectAsk, personId: string): Promise<Attempt<TableList>> {
  const questions = untilRefused(asked);
  return questions.end(await readAll(questions.ask, personId));
}

async function readAll(ask: DialectAsk, personId: string): Promise<Attempt<TableList>> {
  const [defined, allowed] = await Promise.all([readEntities(ask), readPrivileges(ask, personId)]);
  if (!defined.ok) return defined;
  if (!allowed.ok) return allowed;
  const readable = defined.value.filter((entity) => isUsable(entity) && may(entity, 'Read', allowed.value));
  const brought = new Set(readable.map((entity) => entity.LogicalName));
  const tables = await eachOf(readable, castsAtOnce, async (entity) => {
    const typed = await readTyped(ask, entity);
    return typed.ok ? succeeded(withinReach(tableFrom(entity, typed.value, allowed.value), brought)) : typed;
  });
  return tables.ok ? succeeded({ tables: pullOrder(tables.value, pointsTo(readable)), leftOut: [] }) : tables;
}

async function readEntities(ask: DialectAsk): Promise<Attempt<readonly WireEntity[]>> {
  const answer = await readAs(ask, urlOf(ask.root, 'EntityDefinitions', tableOptions), entities);
  return answer.ok ? succeeded(answer.value.value) : answer;
}

async function readPrivileges(ask: DialectAsk, personId: string): Promise<Attempt<ReadonlySet<string>>> {
  const path = `systemusers(${encodeURIComponent(personId)})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`;
  const answer = await readAs(ask, `${ask.root}${path}`, userPrivileges);
  return answer.ok ? succeeded(new Set(answer.value.RolePrivileges.map((one) => one.PrivilegeName))) : answer;
}

function pointsTo(entities: readonly WireEntity[]): PointsTo {
  const targets = (entity: WireEntity) =>
    (entity.ManyToOneRelationships ?? []).flatMap(({ ReferencedEntity: target }) => (target ? [target] : []));
  return new Map(entities.map((entity) => [entity.LogicalName, targets(entity)]));
}

/** People, teams and the like are not meant to be taken along: their maker did not enable them for offline use. */
function isUsable(entity: WireEntity): boolean {
  const isEnabled = entity.IsOfflineInMobileClient?.Value !== false;
  return isEnabled && Boolean(entity.EntitySetName && entity.PrimaryIdAttribute);
}

function may(entity: WireEntity, what: string, privileges: ReadonlySet<string>): boolean {
  return (entity.Privileges ?? []).some((one) => one.PrivilegeType === what && privileges.has(one.Name));
}

type Typed = ReadonlyMap<string, WireTypedAttribute>;

/** What the typed casts say, by column. */
async function readTyped(ask: DialectAsk, entity: WireEntity): Promise<Attempt<Typed>> {
  const types = [...new Set(entity.Attributes.map((one) => one.AttributeType ?? ''))].filter((type) => type in casts);
  const typed = new Map<string, WireTypedAttribute>();
  for (const type of types) {
    const answer = await readAs(ask, castUrl(ask, entity, type), typedAttributes);
    if (!answer.ok) return answer;
    for (const one of answer.value.value) typed.set(one.LogicalName, one);
  }
  return succeeded(typed);
}

function castUrl(ask: DialectAsk, entity: WireEntity, type: string): string {
  const { select, hasOptions } = casts[type] ?? { select: '', hasOptions: false };
  const name = encodeURIComponent(literal({ kind: 'text', value: entity.LogicalName }));
  // Customer columns are lookups with two targets; there is no cast of their own.
  const castName = type === 'Customer' ? 'Lookup' : type;
  const path = `EntityDefinitions(LogicalName=${name})/Attributes/Microsoft.Dynamics.CRM.${castName}AttributeMetadata`;
  const options = { select: select === '' ? 'LogicalName' : `LogicalName,${select}` };
  return urlOf(ask.root, path, hasOptions ? { ...options, expand: choiceExpansion } : options);
}

function tableFrom(entity: WireEntity, typed: Typed, privileges: ReadonlySet<string>): TableDefinition {
  const columns = entity.Attributes.map((one) => columnFrom(one, typed.get(one.LogicalName), entity));
  const keyColumn = entity.PrimaryIdAttribute ?? '';
  const label = labelText(entity.DisplayName, entity.LogicalName);
  return {
    name: entity.LogicalName,
    setName: entity.EntitySetName ?? '',
    label,
    pluralLabel: labelText(entity.DisplayCollectionName, label),
    keyColumn,
    nameColumn: entity.PrimaryNameAttribute || keyColumn,
    columns: columns.filter((column): column is ColumnDefinition => column !== null),
    privileges: {
      canCreate: may(entity, 'Create', privileges),
      canUpdate: may(entity, 'Write', privileges),
      canDelete: may(entity, 'Delete', privileges),
    },
    mayTrackChanges: entity.ChangeTrackingEnabled === true,
    modifiedColumn: columns.some((column) => column?.name === modifiedOn) ? modifiedOn : null,
    rowFilter: null,
    intervalMs: null,
  };
}

/** A lookup into a table that is not brought along could show nothing but a key: it is carried, not offered. */
function withinReach(table: TableDefinition, brought: ReadonlySet<string>): TableDefinition {
  const columns = table.columns.map((column) => {
    if (column.type.kind !== 'lookup' || column.type.targets.every((target) => brought.has(target))) return column;
    return { ...column, type: { kind: 'other', wireType: 'LookupType' } as const, isReadOnly: true };
  });
  return { ...table, columns };
}

async function readAs<T>(ask: DialectAsk, url: string, shape: v.GenericSchema<unknown, T>): Promise<Attempt<T>> {
  const reply = await ask.read(url);
  if (!reply.ok) return reply;
  const parsed = v.safeParse(shape, reply.value.body);
  if (parsed.success) return succeeded(parsed.output);
  const where = v.getDotPath(parsed.issues[0]) ?? 'the answer';
  return failed(unreadable(reply.value.status, `table definitions, ${where}: ${parsed.issues[0].message}`));
}
