import type { View } from '../../odata/view.ts';

type PublicView = Omit<View, 'kind' | 'isDefault' | 'columns' | 'order'> & {
  /** Each with its width in pixels. */
  readonly columns: Readonly<Record<string, number>>;
  /** `starttime` or `starttime desc`. */
  readonly order: string;
};

/** The first is the one that a list opens with. */
export function publicViews(views: readonly PublicView[]): readonly View[] {
  return views.map((view, at) => {
    const [column = '', direction] = view.order.split(' ');
    return {
      ...view,
      kind: 'public',
      isDefault: at === 0,
      columns: Object.entries(view.columns).map(([name, width]) => ({ column: name, width })),
      order: [{ column, isDescending: direction === 'desc' }],
    };
  });
}
