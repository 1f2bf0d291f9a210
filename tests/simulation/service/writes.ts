import { json, type ModelAnswer, type ModelRequest, nothing, refusal } from './answer.ts';
import { wire } from './reads.ts';
import type { ModelRow, ModelRows } from './rows.ts';
import { type ModelTable, modelTables, tableOfSet, wireName } from './tables.ts';

/** What a write did to a row. */
export interface Effect {
  readonly kind: 'create' | 'update' | 'delete';
  readonly table: string;
  readonly key: string;
  readonly before: ModelRow | null;
  readonly after: ModelRow | null;
  readonly tick: number;
}

export interface WriteSettings {
  readonly answersWithoutRow: boolean;
  readonly saysDuplicateWith500: boolean;
}

/** Text that no row may have: the service refuses it. */
export const refusedText = 'refused';

/** Answers a PATCH or DELETE of one row; tells what it did. */
export function answerWrite(
  rows: ModelRows,
  settings: WriteSettings,
  request: ModelRequest,
): { readonly answer: ModelAnswer; readonly effect: Effect | null } {
  const target = rowOf(request.path);
  if (target === null)
    return { answer: refusal(404, '0x80060888', 'Resource not found for the segment.'), effect: null };
  const { table, key } = target;
  const before = rows.row(table.name, key);
  const refused =
    preconditionFailure(request, before, settings) ??
    (request.method === 'PATCH' ? bodyFailure(rows, table, request) : null);
  if (refused !== null) return { answer: refused, effect: null };
  if (request.method === 'DELETE') {
    if (before === null) return { answer: gone(table, key), effect: null };
    rows.remove(table.name, key);
    return {
      answer: nothing,
      effect: { kind: 'delete', table: table.name, key, before, after: null, tick: rows.tick },
    };
  }
  const row = rows.put(table.name, key, valuesAfter(table, before, JSON.parse(request.body)));
  const kind = before === null ? 'create' : 'update';
  const isShort = settings.answersWithoutRow || !(request.headers.prefer ?? '').includes('return=representation');
  const answer = isShort ? nothing : json(before === null ? 201 : 200, wire(table, key, row));
  return { answer, effect: { kind, table: table.name, key, before, after: row, tick: rows.tick } };
}

/** The row that a path names, or null. */
export function rowOf(path: string): { readonly table: ModelTable; readonly key: string } | null {
  const [, set = '', key = ''] = /^(\w+)\(([0-9a-f-]+)\)/.exec(path) ?? [];
  const table = tableOfSet(set);
  return table === undefined ? null : { table, key };
}

function gone(table: ModelTable, key: string): ModelAnswer {
  return refusal(404, '0x80040217', `${table.name} With Id = ${key} Does Not Exist`);
}

function preconditionFailure(
  request: ModelRequest,
  before: ModelRow | null,
  settings: WriteSettings,
): ModelAnswer | null {
  const mustBeNew = request.headers['if-none-match'] === '*';
  const mustBe = request.headers['if-match'];
  if (mustBeNew && before !== null) {
    if (settings.saysDuplicateWith500)
      return refusal(500, '0x80040333', 'A record was not created or updated because a duplicate exists.');
    return refusal(412, '0x80040237', 'A record with matching key values already exists.');
  }
  if (mustBe === undefined) return null;
  if (before === null) return refusal(404, '0x80040217', 'Does Not Exist');
  if (mustBe !== '*' && mustBe !== before.etag) {
    return refusal(
      412,
      '0x80060882',
      'The version of the existing record doesn’t match the RowVersion property provided.',
    );
  }
  return null;
}

function bodyFailure(rows: ModelRows, table: ModelTable, request: ModelRequest): ModelAnswer | null {
  const body: { readonly [name: string]: unknown } = JSON.parse(request.body);
  for (const [name, value] of Object.entries(body)) {
    const column = table.columns.find((one) => name === (one.type === 'Lookup' ? `${one.name}@odata.bind` : one.name));
    if (column === undefined) return refusal(400, '0x80048d19', `Invalid property '${name}'.`);
    if (value === refusedText) return refusal(400, '0x80040203', 'This value is not allowed here.');
    if (column.type !== 'Lookup' || value === null) continue;
    const target = rowOf(String(value).replace(/^\//, ''));
    if (target === null || rows.row(target.table.name, target.key) === null) {
      return refusal(404, '0x80040217', `${column.target} With Id = ${target?.key} Does Not Exist`);
    }
  }
  return null;
}

function valuesAfter(table: ModelTable, before: ModelRow | null, body: { readonly [name: string]: unknown }) {
  const values: Record<string, unknown> = {};
  for (const column of table.columns) {
    const name = wireName(column);
    const given = body[column.type === 'Lookup' ? `${column.name}@odata.bind` : column.name];
    if (given === undefined) values[name] = before?.values[name] ?? null;
    else
      values[name] = column.type === 'Lookup' && given !== null ? rowOf(String(given).replace(/^\//, ''))?.key : given;
  }
  return values;
}

/** An empty row of a table, to be filled. */
export function emptyValues(tableName: string): Record<string, unknown> {
  const table = modelTables.find(({ name }) => name === tableName);
  return Object.fromEntries((table?.columns ?? []).map((column) => [wireName(column), null]));
}
