export type Choice = { readonly value: number; readonly label: string };

export type ColumnType =
  | { readonly kind: 'key' }
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'memo'; readonly maxLength: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal' | 'money'; readonly min: number; readonly max: number; readonly precision: number }
  | { readonly kind: 'datetime' }
  | { readonly kind: 'date' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'boolean'; readonly trueLabel: string; readonly falseLabel: string }
  | { readonly kind: 'lookup'; readonly target: string }
  | { readonly kind: 'owner' };

export type Column = {
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly isRequired: boolean;
  /** Set by the service: a person may neither give nor change it. */
  readonly isReadOnly: boolean;
};

export type Table = {
  readonly name: string;
  readonly setName: string;
  readonly schemaName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly key: string;
  readonly nameColumn: string;
  readonly columns: readonly Column[];
};

export type Tables = { readonly byName: ReadonlyMap<string, Table>; readonly bySetName: ReadonlyMap<string, Table> };

export function indexTables(tables: readonly Table[]): Tables {
  return {
    byName: new Map(tables.map((table) => [table.name, table])),
    bySetName: new Map(tables.map((table) => [table.setName, table])),
  };
}

/** The property that carries a column in a row: Dataverse shows lookups as `_name_value`. */
export function wireName(column: Column): string {
  const isReference = column.type.kind === 'lookup' || column.type.kind === 'owner';
  return isReference ? `_${column.name}_value` : column.name;
}

export function findByWireName(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => wireName(column) === name);
}
