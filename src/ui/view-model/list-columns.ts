import type { ColumnDefinition, ColumnType, TableDefinition } from '../../core/table.ts';

/** What tells rows apart best comes first; null is never shown in a list. */
const rank: { readonly [kind in ColumnType['kind']]: number | null } = {
  choice: 0,
  lookup: 1,
  date: 2,
  'date and time': 3,
  money: 4,
  text: 5,
  decimal: 6,
  integer: 7,
  'yes/no': 8,
  'long text': null,
  key: null,
  other: null,
};

/** The columns a list shows beside the name: different kinds first, what people can edit before what they cannot. */
export function secondaryColumns(table: TableDefinition, most: number): readonly ColumnDefinition[] {
  const candidates = table.columns
    .filter((column) => column.name !== table.nameColumn && rank[column.type.kind] !== null)
    .toSorted((a, b) => weight(a) - weight(b));
  const picked: ColumnDefinition[] = [];
  for (const mayRepeat of [false, true]) {
    for (const column of candidates) {
      if (picked.length === most) return picked;
      const isKindTaken = picked.some((other) => other.type.kind === column.type.kind);
      if (!picked.includes(column) && (mayRepeat || !isKindTaken)) picked.push(column);
    }
  }
  return picked;
}

function weight(column: ColumnDefinition): number {
  return (rank[column.type.kind] ?? 0) + (column.isReadOnly ? 100 : 0);
}

/** Columns by which a list can be ordered: the name first. */
export function sortableColumns(table: TableDefinition): readonly ColumnDefinition[] {
  const sortable = table.columns.filter((column) => column.type.kind !== 'other' && column.type.kind !== 'key');
  return sortable.toSorted((a, b) => Number(b.name === table.nameColumn) - Number(a.name === table.nameColumn));
}
