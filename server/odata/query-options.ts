import { type Filter, parseFilter } from './filter-parser.ts';
import { largestPage } from './prefer.ts';
import { badRequest } from './service-error.ts';
import { type Column, findByWireName, type Table, wireName } from './table.ts';

export type Order = { readonly column: Column; readonly isDescending: boolean };

export type QueryOptions = {
  /** null: every column. */
  readonly select: readonly Column[] | null;
  readonly filter: Filter | null;
  readonly orderBy: readonly Order[];
  readonly top: number | null;
  readonly isCounted: boolean;
  readonly skipToken: string | null;
  readonly deltaToken: string | null;
};

const known = ['$select', '$filter', '$orderby', '$count', '$top', '$skiptoken', '$deltatoken'];
const mostOrders = 4;

export function rawOptions(search: URLSearchParams, allowed: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of search) {
    if (!name.startsWith('$')) continue;
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

export function parseSelect(table: Table, text: string | undefined): readonly Column[] | null {
  if (text === undefined) return null;
  const columns = text.split(',').map((name) => findColumn(table, name.trim(), '$select'));
  const isSelected = (column: Column): boolean => column.type.kind === 'key' || columns.includes(column);
  return table.columns.filter(isSelected);
}

function parseOrderBy(table: Table, text: string | undefined): readonly Order[] {
  if (text === undefined) return [];
  const orders = text.split(',').map((part) => {
    const [name, direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (name === undefined || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
      throw badRequest(
        `$orderby: expected 'column', 'column asc' or 'column desc', got '${part.trim().slice(0, 80)}'.`,
      );
    }
    return { column: findColumn(table, name, '$orderby'), isDescending: direction === 'desc' };
  });
  if (orders.length > mostOrders) throw badRequest(`$orderby: at most ${mostOrders} columns.`);
  if (new Set(orders.map((order) => wireName(order.column))).size < orders.length) {
    throw badRequest('$orderby: a column is given twice.');
  }
  return orders;
}

function parseTop(text: string | undefined): number | null {
  if (text === undefined) return null;
  const top = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > largestPage) throw badRequest(`$top: expected a whole number from 1 to ${largestPage}.`);
  return top;
}

function parseCount(text: string | undefined): boolean {
  if (text !== undefined && text !== 'true' && text !== 'false')
    throw badRequest("$count: expected 'true' or 'false'.");
  return text === 'true';
}

export function parseQueryOptions(table: Table, search: URLSearchParams): QueryOptions {
  const options = rawOptions(search, known);
  const filter = options.get('$filter');
  return {
    select: parseSelect(table, options.get('$select')),
    filter: filter === undefined ? null : parseFilter(filter),
    orderBy: parseOrderBy(table, options.get('$orderby')),
    top: parseTop(options.get('$top')),
    isCounted: parseCount(options.get('$count')),
    skipToken: options.get('$skiptoken') ?? null,
    deltaToken: options.get('$deltatoken') ?? null,
  };
}

/** The same question without its position, to bind a next link to the question that it goes on with. */
export function questionOf(search: URLSearchParams): string {
  const parts = known
    .filter((name) => name !== '$skiptoken' && name !== '$deltatoken')
    .flatMap((name) => (search.has(name) ? [`${name}=${search.get(name)}`] : []));
  return parts.join('&');
}
