import type { Person } from '../identity/person.ts';
import { parseFilter } from './filter-parser.ts';
import { entityItem } from './metadata-entity.ts';
import { matchesFilter } from './metadata-filter.ts';
import type { MetadataItem } from './metadata-item.ts';
import { follow, parseSteps, type Step } from './metadata-path.ts';
import { allRelationshipItems } from './metadata-relationships.ts';
import { type Expansion, parseExpand, parseNames, shapeItem } from './metadata-shape.ts';
import { rawOptions } from './query-options.ts';
import { type Sight, sightOf } from './sight.ts';
import type { Tables } from './table.ts';

export type MetadataRequest = {
  readonly person: Person;
  readonly tables: Tables;
  readonly root: string;
  readonly search: URLSearchParams;
};
type Shape = { readonly select: readonly string[] | null; readonly expansions: readonly Expansion[] };

function shapeOf(options: ReadonlyMap<string, string>): Shape {
  return { select: parseNames(options.get('$select')), expansions: parseExpand(options.get('$expand')) };
}

/** The lists that paths begin at. No choice is shared between tables here, so none is global. */
const roots: Readonly<Record<string, (sight: Sight) => readonly MetadataItem[]>> = {
  EntityDefinitions: (sight) => sight.tables.map((table) => entityItem(sight, table)),
  RelationshipDefinitions: allRelationshipItems,
  GlobalOptionSetDefinitions: () => [],
};

function contextOf(steps: readonly Step[]): string {
  const parts = steps.map(({ name, key }, at) => {
    const isLast = at === steps.length - 1;
    if (key === null || isLast) return name;
    return `${name}(${key.property === 'MetadataId' ? key.value : `'${key.value}'`})`;
  });
  return parts.join('/');
}

function answer(request: MetadataRequest, steps: readonly Step[], items: readonly MetadataItem[]): unknown {
  const found = follow(items, steps);
  const context = `${request.root}/$metadata#${contextOf(steps)}`;
  if (found.kind === 'value') {
    rawOptions(request.search, []);
    return { '@odata.context': context, value: found.value };
  }
  if (found.kind === 'item') {
    const { select, expansions } = shapeOf(rawOptions(request.search, ['$select', '$expand']));
    return { '@odata.context': `${context}/$entity`, ...shapeItem(found.item, select, expansions) };
  }
  // No paging and no limit (docs/facts/dataverse.md §2.10).
  const options = rawOptions(request.search, ['$select', '$filter', '$expand']);
  const text = options.get('$filter');
  const filter = text === undefined ? null : parseFilter(text);
  const { select, expansions } = shapeOf(options);
  const kept = found.items.filter((item) => filter === null || matchesFilter(item, filter));
  return { '@odata.context': context, value: kept.map((item) => shapeItem(item, select, expansions)) };
}

/** Definitions in Dataverse's shape, of what the person may read: the rest is absent. null: not a metadata path. */
export function readMetadata(request: MetadataRequest, path: string): unknown {
  const steps = parseSteps(path);
  const [first] = steps ?? [];
  if (steps === null || first === undefined || !Object.hasOwn(roots, first.name)) return null;
  const list = roots[first.name]?.(sightOf(request.person, request.tables)) ?? [];
  return answer(request, steps, list);
}
