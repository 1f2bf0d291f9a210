import { compareKeys, compareValues } from '../../core/order.ts';
import type { RowAddress } from '../../core/row.ts';
import { isFound, searchText } from '../../core/search-text.ts';
import type { Relation, SearchHit, SeenRow } from '../../core/view.ts';
import { compareRanked, type Ranked } from './rank.ts';
import { nextTurn, rowsPerTurn } from './turn.ts';
import type { ViewHost } from './view-host.ts';

/** Rows that point at a row, by name. */
export async function relatedRows(
  host: ViewHost,
  address: RowAddress,
  relation: Relation,
): Promise<readonly SeenRow[]> {
  const memory = await host.current(relation.table, [relation.lookupColumn]);
  if (!memory) return [];
  const keys = memory
    .keysWith(relation.lookupColumn, (value) => value === address.key)
    .map((key): Ranked => ({ key, value: memory.nameOf(key) }))
    .sort(compareRanked(host.collator, { direction: 'ascending' }))
    .map(({ key }) => key);
  return host.show(relation.table, () => keys);
}

export interface Search {
  readonly text: string;
  readonly tables: readonly string[];
  readonly limit: number;
}

export async function searchRows(host: ViewHost, search: Search): Promise<readonly SearchHit[]> {
  const wanted = searchText(search.text);
  const hits: SearchHit[] = [];
  for (const table of search.tables) {
    const memory = await host.current(table, []);
    let looked = 0;
    for (const key of [...(memory?.keys() ?? [])]) {
      if (looked++ % rowsPerTurn === rowsPerTurn - 1) await nextTurn();
      if (memory?.has(key) && isFound(memory.searchTextOf(key), wanted)) {
        hits.push({ table, key, name: String(memory.nameOf(key) ?? '') });
      }
    }
  }
  const byName = (a: SearchHit, b: SearchHit) =>
    compareValues(host.collator, 'ascending', a.name || null, b.name || null);
  return hits.sort((a, b) => byName(a, b) || compareKeys(a.key, b.key)).slice(0, search.limit);
}
