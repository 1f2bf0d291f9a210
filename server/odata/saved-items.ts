import type { Person } from '../identity/person.ts';
import { viewsOf } from './default-views.ts';
import { parseFilter } from './filter-parser.ts';
import { parseGuid } from './guid.ts';
import { matchesFilter } from './metadata-filter.ts';
import type { MetadataItem } from './metadata-item.ts';
import { aliasesOf, parseCount, rawOptions, splitOrderBy, splitSelect } from './query-options.ts';
import { savedQueryItem } from './saved-query-item.ts';
import { badRequest, rowNotFound } from './service-error.ts';
import { isReadable } from './sight.ts';
import { systemFormItem } from './system-form-item.ts';
import type { Table, Tables } from './table.ts';

type SavedSet = {
  readonly name: string;
  readonly key: string;
  readonly itemsOf: (table: Table) => readonly MetadataItem[];
};

/** Views and forms: rows in Dataverse, and here part of each table's definition. */
export const savedSets: Readonly<Record<string, SavedSet>> = {
  savedqueries: {
    name: 'savedquery',
    key: 'savedqueryid',
    itemsOf: (table) => viewsOf(table).map((view) => savedQueryItem(table, view)),
  },
  systemforms: { name: 'systemform', key: 'formid', itemsOf: (table) => [systemFormItem(table)] },
};

type SavedRequest = {
  readonly person: Person;
  readonly tables: Tables;
  readonly root: string;
  readonly search: URLSearchParams;
};

type Row = Readonly<Record<string, unknown>>;

function pick(set: SavedSet, item: MetadataItem, select: readonly string[] | null): Row {
  const unknown = select?.find((name) => !Object.hasOwn(item.plain, name));
  if (unknown !== undefined) {
    throw badRequest(`$select: Could not find a property named '${unknown.slice(0, 80)}' on type '${set.name}'.`);
  }
  const shown = Object.entries(item.plain).filter(([name]) => {
    return select === null || name === set.key || select.includes(name);
  });
  return Object.fromEntries(shown);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : Number(left > right);
}

function ordered(items: readonly MetadataItem[], text: string | undefined): readonly MetadataItem[] {
  if (text === undefined) return items;
  const orders = splitOrderBy(text);
  const unknown = orders.find(({ name }) => items.some((item) => !Object.hasOwn(item.plain, name)));
  if (unknown !== undefined) throw badRequest(`$orderby: Could not find a property named '${unknown.name}'.`);
  return items.toSorted((a, b) => {
    const differences = orders.map(({ name, isDescending }) => {
      return (isDescending ? -1 : 1) * compare(a.plain[name], b.plain[name]);
    });
    return differences.find((difference) => difference !== 0) ?? 0;
  });
}

function selectOf(options: ReadonlyMap<string, string>): readonly string[] | null {
  const text = options.get('$select');
  return text === undefined ? null : splitSelect(text);
}

function listItems(request: SavedRequest, setName: string, set: SavedSet): unknown {
  const options = rawOptions(request.search, ['$select', '$filter', '$orderby', '$count']);
  const text = options.get('$filter');
  const filter = text === undefined ? null : parseFilter(text, aliasesOf(request.search));
  const readable = [...request.tables.byName.values()].filter((table) => isReadable(request.person, table));
  const found = readable.flatMap(set.itemsOf).filter((item) => filter === null || matchesFilter(item, filter));
  const value = ordered(found, options.get('$orderby')).map((item) => pick(set, item, selectOf(options)));
  const count = parseCount(options.get('$count')) ? { '@odata.count': value.length } : {};
  return { '@odata.context': `${request.root}/$metadata#${setName}`, ...count, value };
}

/** `savedqueries…` and `systemforms…`, of the tables that the person may read. null: another path. */
export function readSavedItems(request: SavedRequest, path: string): unknown {
  const [, setName = '', keyText] = /^(\w+)(?:\(([^()]{0,200})\))?$/.exec(path) ?? [];
  const set = Object.hasOwn(savedSets, setName) ? savedSets[setName] : undefined;
  if (set === undefined) return null;
  if (keyText === undefined) return listItems(request, setName, set);
  const id = parseGuid(keyText);
  if (id === null) throw badRequest(`The row key '${keyText.slice(0, 60)}' is not a GUID.`);
  const readable = [...request.tables.byName.values()].filter((table) => isReadable(request.person, table));
  const item = readable.flatMap(set.itemsOf).find(({ plain }) => plain[set.key] === id);
  if (item === undefined) throw rowNotFound(set.name, id);
  const picked = pick(set, item, selectOf(rawOptions(request.search, ['$select'])));
  return { '@odata.context': `${request.root}/$metadata#${setName}/$entity`, ...picked };
}
