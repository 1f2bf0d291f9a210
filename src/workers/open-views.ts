import type { SeenRow, ViewQuery } from '../core/view.ts';
import type { Store, View } from '../storage/store.ts';

/** The views that the page has open, under numbers that can be posted. */
export class OpenViews {
  readonly #store: Store;
  readonly #onChange: (viewId: number, total: number) => void;
  readonly #views = new Map<number, View>();
  #lastId = 0;

  constructor(store: Store, onChange: (viewId: number, total: number) => void) {
    this.#store = store;
    this.#onChange = onChange;
  }

  async open(query: ViewQuery): Promise<{ viewId: number; total: number }> {
    this.#lastId += 1;
    const viewId = this.#lastId;
    const view = await this.#store.openView(query);
    this.#views.set(viewId, view);
    view.subscribe(() => this.#onChange(viewId, view.total()));
    return { viewId, total: view.total() };
  }

  async window(viewId: number, from: number, count: number): Promise<{ total: number; rows: readonly SeenRow[] }> {
    const view = this.#views.get(viewId);
    // Closed while the question was on its way: nothing to show any more.
    if (view === undefined) return { total: 0, rows: [] };
    const rows = await view.window(from, count);
    return { total: view.total(), rows };
  }

  close(viewId: number): void {
    this.#views.get(viewId)?.close();
    this.#views.delete(viewId);
  }

  closeAll(): void {
    for (const viewId of [...this.#views.keys()]) this.close(viewId);
  }
}
