import { readCollection } from './collection.ts';
import type { Answer, DataContext, DataRequest } from './data-request.ts';
import { parseGuid } from './guid.ts';
import { readLinkedRow, readReference } from './navigate.ts';
import { findNavigation, type Navigation } from './navigation.ts';
import { rawOptions } from './query-options.ts';
import { mostBodyBytes, readJsonObject } from './read-body.ts';
import { parseReference, type Reference } from './reference-url.ts';
import type { ResourcePath } from './resource-path.ts';
import { badRequest, badValue, methodNotAllowed, pathNotFound } from './service-error.ts';
import type { Table } from './table.ts';
import { addToCollection, removeFromCollection } from './write/collection-links.ts';
import { associate, disassociate } from './write/pairs.ts';
import { setProperty } from './write/set-property.ts';

type PropertyPath = ResourcePath & { readonly kind: 'property' };
/** A request for a property of the row `id` of `request.table`. */
type PropertyRequest = {
  readonly request: DataRequest;
  readonly raw: Request;
  readonly path: PropertyPath;
  readonly id: string;
};

export function rowKey(text: string): string {
  const id = parseGuid(text);
  if (id === null) throw badRequest(`The row key '${text.slice(0, 60)}' is not a GUID.`);
  return id;
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function bodyValue(raw: Request, name: string): Promise<unknown> {
  const body = await readJsonObject(raw, mostBodyBytes);
  if (!body.has(name)) throw badValue(`The request body has no '${name}'.`);
  return body.get(name);
}

/** `accounts(<key>)/primarycontactid/$ref`, and `ownerid`, which two kinds of owner share. */
async function answerSingleReference(
  context: DataContext,
  { request, raw, path, id }: PropertyRequest,
  navigation: Navigation | undefined,
): Promise<Answer> {
  if (path.otherKey !== null) throw pathNotFound(path.name);
  const name = `${path.name}@odata.bind`;
  if (raw.method === 'PUT') return setProperty(context, request, id, [name, await bodyValue(raw, '@odata.id')]);
  if (raw.method === 'DELETE') return setProperty(context, request, id, [name, null]);
  if (isRead(raw) && navigation?.kind === 'single') {
    rawOptions(request.search, []);
    return readReference(context, request, id, navigation);
  }
  throw methodNotAllowed(raw.method, navigation === undefined ? 'PUT' : 'GET, PUT, DELETE');
}

function referenceTo(context: DataContext, request: DataRequest, target: Table, value: unknown): Reference {
  const reference = parseReference(context.tables, request.root, value);
  if (reference?.table === target) return reference;
  throw badValue(`'@odata.id': expected '${target.setName}(<guid>)', or the whole address of such a row.`);
}

function removedReference(context: DataContext, { request, path }: PropertyRequest, target: Table): Reference {
  const { otherKey } = path;
  if (otherKey !== null) {
    rawOptions(request.search, []);
    return { table: target, id: rowKey(otherKey) };
  }
  return referenceTo(context, request, target, rawOptions(request.search, ['$id']).get('$id'));
}

/** `accounts(<key>)/<collection>/$ref` and the two ways to name the row to be taken out. */
async function answerCollectionReference(
  context: DataContext,
  property: PropertyRequest,
  navigation: Exclude<Navigation, { kind: 'single' }>,
): Promise<Answer> {
  const { request, raw, path, id } = property;
  const row = { table: request.table, id };
  const { target } = navigation;
  if (raw.method === 'POST' && path.otherKey === null) {
    rawOptions(request.search, []);
    const other = referenceTo(context, request, target, await bodyValue(raw, '@odata.id'));
    if (navigation.kind === 'many') return associate(context, request, { navigation, row, other });
    return addToCollection(context, request, { navigation, row, other });
  }
  if (raw.method === 'DELETE') {
    const other = removedReference(context, property, target);
    if (navigation.kind === 'many') return disassociate(context, request, { navigation, row, other });
    return removeFromCollection(context, request, { navigation, row, other });
  }
  throw methodNotAllowed(raw.method, path.otherKey === null ? 'POST, DELETE' : 'DELETE');
}

/** `accounts(<key>)/name`, documented for PUT with `{"value": …}` and for DELETE (docs/facts/dataverse.md §2.5). */
async function answerColumn(context: DataContext, { request, raw, path, id }: PropertyRequest): Promise<Answer> {
  const isColumn = request.table.columns.some((column) => column.name === path.name && column.type.kind !== 'key');
  if (!isColumn || path.otherKey !== null) throw pathNotFound(path.name);
  if (raw.method === 'PUT') return setProperty(context, request, id, [path.name, await bodyValue(raw, 'value')]);
  if (raw.method === 'DELETE') return setProperty(context, request, id, [path.name, null]);
  throw methodNotAllowed(raw.method, 'PUT, DELETE');
}

export async function answerProperty(context: DataContext, property: PropertyRequest): Promise<Answer> {
  const { request, raw, path, id } = property;
  const { table } = request;
  const navigation = findNavigation(context.tables, table, path.name);
  const isOwner = path.name === 'ownerid' && table.ownership === 'user';
  if (path.isReference) {
    if (isOwner || navigation?.kind === 'single') return answerSingleReference(context, property, navigation);
    if (navigation === undefined) throw pathNotFound(path.name);
    return answerCollectionReference(context, property, navigation);
  }
  if (navigation === undefined) return answerColumn(context, property);
  if (path.otherKey !== null) throw pathNotFound(path.name);
  if (!isRead(raw)) throw methodNotAllowed(raw.method, 'GET');
  if (navigation.kind === 'single') return readLinkedRow(context, request, id, navigation);
  return readCollection(context, request, id, navigation);
}
