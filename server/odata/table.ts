import type { Form, View } from './view.ts';

export type Choice = { readonly value: number; readonly label: string };

/** What a deleted row does to the rows that point to it: Dataverse's Remove Link, Restrict, Cascade All. */
export type DeleteBehavior = 'removeLink' | 'restrict' | 'cascade';

export type ColumnType =
  | { readonly kind: 'key' }
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'memo'; readonly maxLength: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal' | 'money'; readonly min: number; readonly max: number; readonly precision: number }
  | { readonly kind: 'double'; readonly min: number; readonly max: number }
  | { readonly kind: 'datetime' }
  | { readonly kind: 'date' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'boolean'; readonly trueLabel: string; readonly falseLabel: string }
  /** With several targets the table of the row pointed to is kept beside the key (`targetColumn`). */
  | { readonly kind: 'lookup'; readonly targets: readonly string[]; readonly onDelete: DeleteBehavior }
  /** A person or a team. */
  | { readonly kind: 'owner' };

export type Column = {
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly isRequired: boolean;
  /** Set by the service: a person may neither give nor change it. */
  readonly isReadOnly: boolean;
  /** As JSON: what rows get that exist before the column is added. */
  readonly fill?: string | number | boolean;
};

export type LookupColumn = Column & { readonly type: ColumnType & { readonly kind: 'lookup' } };

export type Table = {
  readonly name: string;
  readonly setName: string;
  readonly schemaName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly key: string;
  readonly nameColumn: string;
  /** Rows of a table owned by the organisation have no owner: any depth of a privilege reaches all of them. */
  readonly ownership: 'user' | 'organization';
  /** People, teams and business units: read by everyone, written by the `landfall` command alone. */
  readonly isSystem: boolean;
  /** Columns that together make a row a duplicate of another, where a request asks for duplicate detection. */
  readonly duplicateRules: readonly (readonly string[])[];
  readonly columns: readonly Column[];
  /** Saved lists of its own, and an edit page; the usual ones stand in for what is not given (default-views.ts). */
  readonly views?: readonly View[];
  readonly form?: Form;
};

/** N:N: pairs of rows in a table of their own. */
export type ManyToMany = {
  /** Name of the relationship, and of its table in the database. */
  readonly name: string;
  readonly first: ManyToManyEnd;
  readonly second: ManyToManyEnd;
};
/** `navigation` is the property of `table` that leads to the other end. */
type ManyToManyEnd = { readonly table: string; readonly navigation: string };

export type Tables = {
  readonly byName: ReadonlyMap<string, Table>;
  readonly bySetName: ReadonlyMap<string, Table>;
  readonly manyToMany: readonly ManyToMany[];
};

export function indexTables(tables: readonly Table[], manyToMany: readonly ManyToMany[] = []): Tables {
  return {
    byName: new Map(tables.map((table) => [table.name, table])),
    bySetName: new Map(tables.map((table) => [table.setName, table])),
    manyToMany,
  };
}

export function isLookup(column: Column): column is LookupColumn {
  return column.type.kind === 'lookup';
}

/** The database column that says which table a lookup with several targets points to; null if it has one target. */
export function targetColumn(column: Column): string | null {
  return isLookup(column) && column.type.targets.length > 1 ? `${column.name}_target` : null;
}

/** The property that carries a column in a row: Dataverse shows lookups as `_name_value`. */
export function wireName(column: Column): string {
  const isReference = column.type.kind === 'lookup' || column.type.kind === 'owner';
  return isReference ? `_${column.name}_value` : column.name;
}

export function findByWireName(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => wireName(column) === name);
}

export function tableNamed(tables: Tables, name: string): Table {
  const table = tables.byName.get(name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}
