import type { StoreViews } from './store-views.ts';

/** For a store that shows nothing to anybody: what keeps views current is not in the code of its context. */
export const noViews: StoreViews = {
  openView: refuse,
  row: refuse,
  related: refuse,
  search: refuse,
  landed: () => {},
  hint: () => {},
  close: () => {},
};

async function refuse(): Promise<never> {
  throw new Error('this store shows nothing');
}
