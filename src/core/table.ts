/** A choice's option: the wire carries the number, the person reads the label. */
export interface ChoiceOption {
  readonly value: number;
  readonly label: string;
}

/** What a column holds and the limits the service puts on it. */
export type ColumnType =
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'long text'; readonly maxLength: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal'; readonly min: number; readonly max: number; readonly precision: number }
  | { readonly kind: 'money'; readonly min: number; readonly max: number; readonly precision: number }
  | { readonly kind: 'yes/no'; readonly yes: string; readonly no: string }
  | { readonly kind: 'date' }
  | { readonly kind: 'date and time' }
  | { readonly kind: 'choice'; readonly options: readonly ChoiceOption[] }
  /** `navigation` is the name under which the service takes a new target. */
  | { readonly kind: 'lookup'; readonly targets: readonly string[]; readonly navigation: string }
  | { readonly kind: 'key' }
  /** Anything we cannot show or edit yet: carried along untouched. */
  | { readonly kind: 'other'; readonly wireType: string };

export interface ColumnDefinition {
  /** The name under which the value stands in a row. For a lookup this is the wire's name of the target's key. */
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
}

/** What this person may do with rows of a table, as the service's privileges say. */
export interface TablePrivileges {
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
}

/** What is known of a table: enough to pull it, show it and edit it. */
export interface TableDefinition {
  /** Logical name; the table's name everywhere in the app. */
  readonly name: string;
  /** The name in the service's URLs. */
  readonly setName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly keyColumn: string;
  readonly nameColumn: string;
  readonly columns: readonly ColumnDefinition[];
  readonly privileges: TablePrivileges;
  /** The service says that it can track changes of this table; whether it does is seen in its answers. */
  readonly mayTrackChanges: boolean;
}

export function columnOf(table: TableDefinition, name: string): ColumnDefinition | undefined {
  return table.columns.find((column) => column.name === name);
}
