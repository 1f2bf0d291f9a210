/** The tables of the model service, in words of its own. */
export interface ModelColumn {
  readonly name: string;
  readonly type: 'String' | 'Integer' | 'Lookup';
  /** Of a lookup: the set it points into. */
  readonly target?: string;
}

export interface ModelTable {
  readonly name: string;
  readonly set: string;
  readonly key: string;
  readonly nameColumn: string;
  readonly columns: readonly ModelColumn[];
}

export const modelTables: readonly ModelTable[] = [
  {
    name: 'account',
    set: 'accounts',
    key: 'accountid',
    nameColumn: 'name',
    columns: [
      { name: 'name', type: 'String' },
      { name: 'city', type: 'String' },
      { name: 'size', type: 'Integer' },
    ],
  },
  {
    name: 'contact',
    set: 'contacts',
    key: 'contactid',
    nameColumn: 'fullname',
    columns: [
      { name: 'fullname', type: 'String' },
      { name: 'city', type: 'String' },
      { name: 'account', type: 'Lookup', target: 'account' },
    ],
  },
];

/** The name under which a column's value stands in a row. */
export function wireName(column: ModelColumn): string {
  return column.type === 'Lookup' ? `_${column.name}_value` : column.name;
}

export function tableOfSet(set: string): ModelTable | undefined {
  return modelTables.find((table) => table.set === set);
}
