import { openedRow } from '../reading/opened-row.ts';
import type { Database } from '../records.ts';
import { relatedRows, searchRows } from './find-rows.ts';
import type { StoreViews } from './store-views.ts';
import { ViewHost } from './view-host.ts';

/** Views that follow the commits; lists in the order of a language. */
export function liveViews(database: Database, locale: string): StoreViews {
  const host = new ViewHost(database, locale);
  return {
    openView: (query) => host.openView(query),
    row: (address) => host.read((sight) => openedRow(sight, address)),
    related: (address, relation) => relatedRows(host, address, relation),
    search: (search) => searchRows(host, search),
    landed: (landing) => host.landed(landing),
    hint: () => host.hint(),
    close: () => host.close(),
  };
}
