import type { SqlValue } from '../database/database.ts';
import { parseColumnValue } from './column-value.ts';
import { findNavigation, navigationName, navigationsOf } from './navigation.ts';
import { parseReference, type Reference } from './reference-url.ts';
import { badRequest, badValue } from './service-error.ts';
import { type Column, isLookup, type LookupColumn, type Table, type Tables } from './table.ts';

/** What one request sets. Columns that are not in it stay as they are. */
export type RowChange = {
  /** The row's key, where the body has it. */
  readonly key: string | null;
  readonly values: ReadonlyMap<Column, SqlValue>;
  /** null: points to nothing from now on. */
  readonly links: ReadonlyMap<LookupColumn, Reference | null>;
  /** A person or a team. */
  readonly owner: Reference | null;
};

type ChangeBody = {
  readonly tables: Tables;
  readonly table: Table;
  /** Address of the data root, which absolute references begin with. */
  readonly root: string;
  readonly body: ReadonlyMap<string, unknown>;
};

type Part = { readonly name: string; readonly isBound: boolean; readonly value: unknown };

function shown(name: string): string {
  return name.slice(0, 80);
}

function hintFor({ tables, table }: ChangeBody, name: string): string {
  const lookup = /^_(.+)_value$/.exec(name)?.[1] ?? name;
  const column = table.columns.find((candidate) => candidate.name === lookup);
  if (column?.type.kind === 'owner') return ` The owner is set by 'ownerid@odata.bind'.`;
  if (column !== undefined && isLookup(column)) {
    const names = column.type.targets.map((target) => `'${navigationName(column, target)}@odata.bind'`);
    return ` Lookups are set by ${names.join(' or ')}.`;
  }
  const isCollection = navigationsOf(tables, table).some(
    (navigation) => navigation.name === name && navigation.kind !== 'single',
  );
  return isCollection ? ` Rows are added to it one by one: POST …/${name}/$ref.` : '';
}

function unknownProperty(change: ChangeBody, name: string): Error {
  const type = `Microsoft.Dynamics.CRM.${change.table.name}`;
  return badRequest(
    `Could not find a property named '${shown(name)}' on type '${type}' that can be set.${hintFor(change, name)}`,
  );
}

/** Refuses a value, be it an object or a key, where only a reference can stand. */
function requireBinding(part: Part, column: Column): void {
  if (part.isBound || part.value === null) return;
  throw badValue(`Column '${column.name}': a lookup is set by '${shown(part.name)}@odata.bind'.`);
}

function parseOwner(change: ChangeBody, part: Part, column: Column): Reference {
  requireBinding(part, column);
  if (part.value === null) throw badValue("Column 'ownerid' is required and cannot be empty.");
  const reference = parseReference(change.tables, change.root, part.value);
  if (reference?.table.name === 'systemuser' || reference?.table.name === 'team') return reference;
  throw badValue("'ownerid@odata.bind': expected '/systemusers(<guid>)' or '/teams(<guid>)'.");
}

function parseLink(change: ChangeBody, part: Part, column: LookupColumn, target: Table): Reference | null {
  requireBinding(part, column);
  if (part.value === null) {
    if (column.isRequired) throw badValue(`Column '${column.name}' is required and cannot be empty.`);
    return null;
  }
  const reference = parseReference(change.tables, change.root, part.value);
  if (reference?.table === target) return reference;
  throw badValue(`'${part.name}@odata.bind': expected '/${target.setName}(<guid>)' or null.`);
}

function findLookup({ tables, table }: ChangeBody, name: string): { column: LookupColumn; target: Table } | null {
  const navigation = findNavigation(tables, table, name);
  if (navigation?.kind !== 'single') return null;
  const column = table.columns.find((candidate) => candidate.name === navigation.column);
  return column !== undefined && isLookup(column) ? { column, target: navigation.target } : null;
}

/** Annotations (`@odata.etag` and the like) are allowed and mean nothing; null: such a one. */
function splitName(name: string, value: unknown): Part | null {
  const at = name.indexOf('@');
  if (at === -1) return { name, isBound: false, value };
  return at > 0 && name.slice(at) === '@odata.bind' ? { name: name.slice(0, at), isBound: true, value } : null;
}

export function parseChangeBody(change: ChangeBody): RowChange {
  const values = new Map<Column, SqlValue>();
  const links = new Map<LookupColumn, Reference | null>();
  const given = new Set<Column>();
  let owner: Reference | null = null;
  let key: string | null = null;
  const take = (column: Column): void => {
    if (column.isReadOnly) throw badValue(`Column '${column.name}' is read-only.`);
    // Two properties lead to one column where a lookup has several targets.
    if (given.has(column)) throw badValue(`Column '${column.name}' is given twice.`);
    given.add(column);
  };
  for (const [name, value] of change.body) {
    const part = splitName(name, value);
    if (part === null) continue;
    const lookup = findLookup(change, part.name);
    const column = lookup?.column ?? change.table.columns.find((candidate) => candidate.name === part.name);
    if (column === undefined) throw unknownProperty(change, part.name);
    take(column);
    if (lookup !== null) links.set(lookup.column, parseLink(change, part, lookup.column, lookup.target));
    else if (isLookup(column)) throw unknownProperty(change, part.name);
    else if (column.type.kind === 'owner') owner = parseOwner(change, part, column);
    else if (part.isBound) throw badValue(`Column '${column.name}' is not a lookup: '@odata.bind' does not fit it.`);
    else if (column.type.kind === 'key') key = String(parseColumnValue(column, value));
    else values.set(column, parseColumnValue(column, value));
  }
  return { key, values, links, owner };
}

/** A key in the body that is not the addressed one is refused. */
export function requireSameKey(table: Table, change: RowChange, addressed: string): void {
  if (change.key === null || change.key === addressed) return;
  throw badValue(`Column '${table.key}': the row key in the body is not the one in the address.`);
}

function isGiven(change: RowChange, column: Column): boolean {
  return isLookup(column) ? change.links.has(column) : change.values.has(column);
}

/** Of a row to be made. */
export function requireAllRequired(table: Table, change: RowChange): void {
  for (const column of table.columns) {
    const isSetByService = column.isReadOnly || column.type.kind === 'key' || column.type.kind === 'owner';
    if (!column.isRequired || isSetByService || isGiven(change, column)) continue;
    throw badValue(`Column '${column.name}' is required.`);
  }
}
