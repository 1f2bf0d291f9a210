import type { RowAddress } from '../../core/row.ts';
import type { OpenedRow, Relation, SearchHit, SeenRow, ViewQuery } from '../../core/view.ts';
import type { View } from '../store.ts';
import type { Search } from './find-rows.ts';
import type { OwnLanding } from './own-landings.ts';

/** What a store shows of its rows, current with each commit. */
export interface StoreViews {
  openView(query: ViewQuery): Promise<View>;
  row(address: RowAddress): Promise<OpenedRow | null>;
  related(address: RowAddress, relation: Relation): Promise<readonly SeenRow[]>;
  search(search: Search): Promise<readonly SearchHit[]>;
  /** This context landed rows. */
  landed(landing: OwnLanding): void;
  /** A commit was made somewhere. */
  hint(): void;
  close(): void;
}
