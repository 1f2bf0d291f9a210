import { type Expand, parseExpand } from './expand-parser.ts';
import type { Filter } from './filter-ast.ts';
import { parseFilter } from './filter-parser.ts';
import type { Aliases } from './filter-values.ts';
import { largestPage } from './prefer.ts';
import { badRequest } from './service-error.ts';
import { type Column, findByWireName, type Table, wireName } from './table.ts';

export type Order = { readonly column: Column; readonly isDescending: boolean };

export type QueryOptions = {
  /** As written: which tables it leads to is not yet asked. */
  readonly expand: readonly Expand[];
  /** null: every column. */
  readonly select: readonly Column[] | null;
  readonly filter: Filter | null;
  readonly orderBy: readonly Order[];
  readonly top: number | null;
  readonly isCounted: boolean;
  readonly skipToken: string | null;
  readonly deltaToken: string | null;
  /** A view's rows leave out what is empty; `$select` gives explicit nulls (docs/facts/dataverse.md §2.2). */
  readonly emptyValues: 'given' | 'left out';
};

/** Of a read of rows of a set. */
export const setOptions = [
  ...['$select', '$expand', '$filter', '$orderby', '$count', '$top', '$skiptoken', '$deltatoken'],
  'savedQuery',
];
/** Ours, not Dataverse's: each one lengthens the condition that a next link stands for. */
const mostOrders = 4;

/** Ways of Dataverse to run a query (docs/facts/dataverse.md §2.2): passed over, they would answer another question. */
const queryNames = ['savedquery', 'userquery', 'fetchxml'];

/** Whatever else is in an address is a custom option, which OData lets a service pass over. */
function isOption(name: string): boolean {
  return name.startsWith('$') || queryNames.includes(name.toLowerCase());
}

/** Names are case-sensitive (docs/facts/dataverse.md §2.1). */
export function rawOptions(search: URLSearchParams, allowed: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of search) {
    if (!isOption(name)) continue;
    const shown = name.slice(0, 60);
    if (!allowed.includes(name)) throw badRequest(`The query option '${shown}' is not supported here.`);
    if (options.has(name)) throw badRequest(`The query option '${shown}' is given twice.`);
    options.set(name, value);
  }
  return options;
}

function findColumn(table: Table, name: string, option: string): Column {
  const column = findByWireName(table, name) ?? table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const shown = name.slice(0, 80);
  throw badRequest(
    `${option}: Could not find a property named '${shown}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`,
  );
}

/** The names alone; whether the table has them is not yet asked. */
export function splitSelect(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (wrong === undefined) return names;
  throw badRequest(`$select: expected names of columns, got '${wrong.slice(0, 80)}'.`);
}

export function parseSelect(table: Table, text: string | undefined): readonly Column[] | null {
  return text === undefined ? null : selectColumns(table, splitSelect(text));
}

export function selectColumns(table: Table, names: readonly string[]): readonly Column[] {
  const columns = names.map((name) => findColumn(table, name, '$select'));
  const isSelected = (column: Column): boolean => column.type.kind === 'key' || columns.includes(column);
  return table.columns.filter(isSelected);
}

/** As written: `name desc,createdon`. Dataverse documents own columns only, so a path to another row's is refused. */
export function splitOrderBy(text: string): readonly { readonly name: string; readonly isDescending: boolean }[] {
  const orders = text.split(',').map((part) => {
    const match = /^([A-Za-z_]\w*)(?:\s+(asc|desc))?$/.exec(part.trim());
    if (match?.[1] !== undefined) return { name: match[1], isDescending: match[2] === 'desc' };
    const shown = part.trim().slice(0, 80);
    throw badRequest(
      shown.includes('/')
        ? `$orderby: only the table's own columns can be ordered by, got '${shown}'.`
        : `$orderby: expected 'column', 'column asc' or 'column desc', got '${shown}'.`,
    );
  });
  if (orders.length > mostOrders) throw badRequest(`$orderby: at most ${mostOrders} columns.`);
  return orders;
}

/**
 * Dataverse orders a lookup by the name of its row (docs/facts/dataverse.md §2.2). Here that row may be out of the
 * person's sight, so that its place would tell of its name; by its key would be another order than Dataverse's.
 */
function requireOwnValue({ name, type }: Column): void {
  if (type.kind !== 'lookup' && type.kind !== 'owner') return;
  throw badRequest(`$orderby: '${name}' is a lookup; ordering by lookups is not supported by this service.`);
}

function parseOrderBy(table: Table, text: string | undefined): readonly Order[] {
  if (text === undefined) return [];
  const orders = splitOrderBy(text).map(({ name, isDescending }) => {
    const column = findColumn(table, name, '$orderby');
    requireOwnValue(column);
    return { column, isDescending };
  });
  if (new Set(orders.map((order) => wireName(order.column))).size < orders.length) {
    throw badRequest('$orderby: a column is given twice.');
  }
  return orders;
}

/** `@p1=…`, which `$filter` may name in place of a value. */
export function aliasesOf(search: URLSearchParams): Aliases {
  const aliases = new Map<string, string>();
  for (const [name, value] of search) {
    if (!name.startsWith('@')) continue;
    if (aliases.has(name)) throw badRequest(`The query option '${name.slice(0, 60)}' is given twice.`);
    aliases.set(name, value);
  }
  return aliases;
}

/** That 0 and more than 5,000 are refused is inferred. */
function parseTop(text: string | undefined): number | null {
  if (text === undefined) return null;
  const top = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > largestPage) throw badRequest(`$top: expected a whole number from 1 to ${largestPage}.`);
  return top;
}

export function parseCount(text: string | undefined): boolean {
  if (text !== undefined && text !== 'true' && text !== 'false')
    throw badRequest("$count: expected 'true' or 'false'.");
  return text === 'true';
}

export function parseQueryOptions(table: Table, search: URLSearchParams): QueryOptions {
  const options = rawOptions(search, setOptions);
  const filter = options.get('$filter');
  return {
    expand: parseExpand(options.get('$expand')),
    select: parseSelect(table, options.get('$select')),
    filter: filter === undefined ? null : parseFilter(filter, aliasesOf(search)),
    orderBy: parseOrderBy(table, options.get('$orderby')),
    top: parseTop(options.get('$top')),
    isCounted: parseCount(options.get('$count')),
    skipToken: options.get('$skiptoken') ?? null,
    deltaToken: options.get('$deltatoken') ?? null,
    emptyValues: 'given',
  };
}

/** The same question without its position, to bind a next link to the question that it goes on with. */
export function questionOf(search: URLSearchParams): string {
  const parts = setOptions
    .filter((name) => name !== '$skiptoken' && name !== '$deltatoken')
    .flatMap((name) => (search.has(name) ? [[name, search.get(name) ?? ''] as const] : []));
  // Doubled inside a value, so that no two questions read alike: an alias that the filter does not name may be any text.
  const written = [...parts, ...aliasesOf(search)].map(([name, value]) => {
    return `${name.replaceAll('&', '&&')}=${value.replaceAll('&', '&&')}`;
  });
  return written.join('&');
}
