import type { Person } from '../identity/person.ts';
import { parseFilter } from './filter-parser.ts';
import { matchesFilter } from './metadata-filter.ts';
import { attributeItem, entityItem, isReadable, type MetadataItem, metadataClass } from './metadata-items.ts';
import { type Expansion, parseExpand, parseNames, shapeItem } from './metadata-shape.ts';
import { rawOptions } from './query-options.ts';
import { pathNotFound, Refused } from './service-error.ts';
import type { Column, Table, Tables } from './table.ts';

type Request = {
  readonly person: Person;
  readonly tables: Tables;
  readonly root: string;
  readonly search: URLSearchParams;
};
type Shape = { readonly select: readonly string[] | null; readonly expansions: readonly Expansion[] };

const classes = [
  'String',
  'Memo',
  'Integer',
  'BigInt',
  'Decimal',
  'Double',
  'Money',
  'DateTime',
  'Picklist',
  'MultiSelectPicklist',
  'State',
  'Status',
  'Boolean',
  'Lookup',
  'EntityName',
  'Image',
  'File',
].map((name) => `Microsoft.Dynamics.CRM.${name}AttributeMetadata`);

function shapeOf(options: ReadonlyMap<string, string>): Shape {
  return { select: parseNames(options.get('$select')), expansions: parseExpand(options.get('$expand')) };
}

function answerList(request: Request, context: string, items: readonly MetadataItem[], shape: Shape): unknown {
  const value = items.map((item) => shapeItem(item, shape.select, shape.expansions));
  return { '@odata.context': `${request.root}/$metadata#${context}`, value };
}

function listEntities(request: Request, readable: readonly Table[]): unknown {
  const options = rawOptions(request.search, ['$select', '$filter', '$expand']);
  const filterText = options.get('$filter');
  const filter = filterText === undefined ? null : parseFilter(filterText);
  const items = readable.map(entityItem).filter((item) => filter === null || matchesFilter(item, filter));
  return answerList(request, 'EntityDefinitions', items, shapeOf(options));
}

function typedAttribute(table: Table, column: Column): MetadataItem {
  const item = attributeItem(table, column);
  return { ...item, plain: { '@odata.type': `#${metadataClass(column)}`, ...item.plain } };
}

function listAttributes(request: Request, table: Table, cast: string | undefined): unknown {
  if (cast !== undefined && !classes.includes(cast)) throw pathNotFound(cast);
  const options = rawOptions(request.search, ['$select', '$filter', '$expand']);
  const filterText = options.get('$filter');
  const filter = filterText === undefined ? null : parseFilter(filterText);
  const columns = table.columns.filter((column) => cast === undefined || metadataClass(column) === cast);
  // Inside a cast every item is of that class, and the type annotation is left out as Dataverse does.
  const items = columns.map((column) =>
    cast === undefined ? typedAttribute(table, column) : attributeItem(table, column),
  );
  const kept = items.filter((item) => filter === null || matchesFilter(item, filter));
  const context = `EntityDefinitions('${table.name}')/Attributes${cast === undefined ? '' : `/${cast}`}`;
  return answerList(request, context, kept, shapeOf(options));
}

function entityNotFound(name: string): Refused {
  const message = `Could not find an entity with name ${name.slice(0, 100)} and MetadataId null.`;
  return new Refused({ status: 404, code: '0x80060888', message });
}

/** `EntityDefinitions…` in Dataverse's shape; tables the person may not read are absent. null: not a metadata path. */
export function readMetadata(request: Request, path: string): unknown {
  const readable = [...request.tables.byName.values()].filter((table) => isReadable(request.person, table));
  if (path === 'EntityDefinitions') return listEntities(request, readable);
  const match = /^EntityDefinitions\(LogicalName='([^']{1,100})'\)(?:\/(.+))?$/.exec(path);
  if (match?.[1] === undefined) return null;
  const table = readable.find((candidate) => candidate.name === match[1]);
  if (table === undefined) throw entityNotFound(match[1]);
  if (match[2] === undefined) {
    const { select, expansions } = shapeOf(rawOptions(request.search, ['$select', '$expand']));
    const context = `${request.root}/$metadata#EntityDefinitions/$entity`;
    return { '@odata.context': context, ...shapeItem(entityItem(table), select, expansions) };
  }
  const attributes = /^Attributes(?:\/([A-Za-z.]+))?$/.exec(match[2]);
  if (attributes !== null) return listAttributes(request, table, attributes[1]);
  if (match[2] === 'ManyToOneRelationships') {
    const items = entityItem(table).expandable.ManyToOneRelationships;
    const list = items === undefined || items === null || 'plain' in items ? [] : items;
    return answerList(request, match[2], list, shapeOf(rawOptions(request.search, ['$select'])));
  }
  throw pathNotFound(path);
}
