import type { TableDefinition } from '../../core/table.ts';
import type { ViewQuery } from '../../core/view.ts';

/** Where a person was in a list, kept while the app is open, so that Back leads to the same place. */
export interface ListPlace {
  readonly query: ViewQuery;
  readonly scrollPx: number;
}

const places = new Map<string, ListPlace>();

export function listPlace(account: string, table: TableDefinition): ListPlace {
  const fresh: ListPlace = {
    query: { table: table.name, sortColumn: table.nameColumn, direction: 'ascending', search: '' },
    scrollPx: 0,
  };
  return places.get(`${account}/${table.name}`) ?? fresh;
}

export function keepListPlace(account: string, table: string, place: ListPlace): void {
  places.set(`${account}/${table}`, place);
}
