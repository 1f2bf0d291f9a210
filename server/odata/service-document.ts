import type { MetadataRequest } from './metadata.ts';
import { rawOptions } from './query-options.ts';
import { savedSets } from './saved-items.ts';
import { sightOf } from './sight.ts';

/** The data root itself: the sets there are for this person. null: another path. */
export function readServiceDocument({ person, tables, root, search }: MetadataRequest, path: string): unknown {
  if (path !== '') return null;
  rawOptions(search, []);
  const names = [...sightOf(person, tables).tables.map((table) => table.setName), ...Object.keys(savedSets)];
  const value = names.map((name) => ({ name, kind: 'EntitySet', url: name }));
  return { '@odata.context': `${root}/$metadata`, value };
}
