import type { Caller } from '../identity/sign-in.ts';
import { callFunction } from './call-function.ts';
import type { Answer, DataContext, DataRequest } from './data-request.ts';
import { answerMetadata } from './metadata-answer.ts';
import { parsePrefer } from './prefer.ts';
import { answerProperty, rowKey } from './property-routes.ts';
import { mostBodyBytes, readJsonObject } from './read-body.ts';
import { readRow } from './read-row.ts';
import { readSet } from './read-set.ts';
import { parseResourcePath } from './resource-path.ts';
import { readSavedItems } from './saved-items.ts';
import { badRequest, methodNotAllowed, pathNotFound, systemTableRefused } from './service-error.ts';
import type { Table } from './table.ts';
import { createRow } from './write/create-row.ts';
import { deleteRow } from './write/delete-row.ts';
import { upsertRow } from './write/upsert-row.ts';

export const dataRoot = '/api/data/v9.2';
/** docs/facts/dataverse.md §2.1; inside a batch more. */
const mostUrlLength = 32_768;

function decodePath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.slice(dataRoot.length + 1));
  } catch {
    throw badRequest('The address holds a broken percent encoding.');
  }
}

async function answerSet(context: DataContext, request: DataRequest, raw: Request): Promise<Answer> {
  if (raw.method === 'GET' || raw.method === 'HEAD') return readSet(context, request);
  if (raw.method === 'POST') return createRow(context, request, await readJsonObject(raw, mostBodyBytes));
  throw methodNotAllowed(raw.method, 'GET, POST');
}

async function answerRow(context: DataContext, request: DataRequest, raw: Request, id: string): Promise<Answer> {
  switch (raw.method) {
    case 'GET':
    case 'HEAD':
      return readRow(context, request, id);
    case 'PATCH':
      return upsertRow(context, request, id, await readJsonObject(raw, mostBodyBytes));
    case 'DELETE':
      return deleteRow(context, request, id);
    default:
      throw methodNotAllowed(raw.method, 'GET, PATCH, DELETE');
  }
}

function toRequest(raw: Request, url: URL, caller: Caller, table: Table): DataRequest {
  return {
    ...caller,
    table,
    collection: null,
    root: url.origin + dataRoot,
    search: url.searchParams,
    preferences: parsePrefer(raw.headers.get('prefer') ?? undefined),
    ifMatch: raw.headers.get('if-match'),
    ifNoneMatch: raw.headers.get('if-none-match'),
    detectsDuplicates: raw.headers.get('mscrm.suppressduplicatedetection')?.trim().toLowerCase() === 'false',
  };
}

async function answerReadOnly(
  context: DataContext,
  raw: Request,
  url: URL,
  { person }: Caller,
  path: string,
): Promise<Answer> {
  const root = url.origin + dataRoot;
  const { tables } = context;
  const asked = { person, tables, root, search: url.searchParams };
  const described = answerMetadata(asked, parsePrefer(raw.headers.get('prefer') ?? undefined), path);
  const body = described ?? readSavedItems(asked, path) ?? (await callFunction(context, asked, path));
  if (body === null) throw pathNotFound(path);
  if (raw.method !== 'GET' && raw.method !== 'HEAD') throw methodNotAllowed(raw.method, 'GET');
  return described ?? { status: 200, body };
}

export function answerAlone(context: DataContext, raw: Request, caller: Caller): Promise<Answer> {
  if (raw.url.length > mostUrlLength) throw badRequest(`The address is longer than ${mostUrlLength} characters.`);
  return answerData(context, raw, caller);
}

/** One request, be it alone or a part of a batch. */
export async function answerData(context: DataContext, raw: Request, caller: Caller): Promise<Answer> {
  const url = new URL(raw.url);
  const path = decodePath(url);
  const resource = parseResourcePath(path);
  const table = resource === null ? undefined : context.tables.bySetName.get(resource.setName);
  if (resource === null || table === undefined) return answerReadOnly(context, raw, url, caller, path);
  if (table.isSystem && ['POST', 'PATCH', 'PUT', 'DELETE'].includes(raw.method))
    throw systemTableRefused(table.pluralLabel);
  const request = toRequest(raw, url, caller, table);
  if (resource.kind === 'set') return answerSet(context, request, raw);
  const id = rowKey(resource.key);
  if (resource.kind === 'property') return answerProperty(context, { request, raw, path: resource, id });
  return answerRow(context, request, raw, id);
}
