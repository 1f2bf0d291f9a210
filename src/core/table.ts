/** A choice's option: the wire carries the value, a number or a member's name; the person reads the label. */
export interface ChoiceOption {
  readonly value: number | string;
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
  /**
   * `navigation` is the name under which the service takes a new target; where it takes the target's key as the column's
   * own value, `valueKind` says how that is written. In a row here the value is the target's row key.
   */
  | {
      readonly kind: 'lookup';
      readonly targets: readonly string[];
      readonly navigation: string;
      readonly valueKind?: KeyKind;
    }
  | { readonly kind: 'key' }
  /** Anything we cannot show or edit yet: carried along untouched. */
  | { readonly kind: 'other'; readonly wireType: string };

/** How a key is written. */
export type KeyKind = 'guid' | 'text' | 'integer';

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
  /** Where absent, a key tells by its looks whether it is a GUID or text. */
  readonly keyKind?: KeyKind;
  readonly nameColumn: string;
  readonly columns: readonly ColumnDefinition[];
  readonly privileges: TablePrivileges;
  /** Why nobody creates rows here, where `canCreate` is false for another reason than this person's privileges. */
  readonly noCreate?: NoCreate;
  /** The service says that it can track changes of this table; whether it does is seen in its answers. */
  readonly mayTrackChanges: boolean;
  /**
   * A column in which the service itself keeps when a row last changed, as an instant (`modifiedon` on Dataverse): what
   * changed since is asked for by it. Null if it has none, or one that changes can miss. It is always among `columns`.
   */
  readonly modifiedColumn: string | null;
  /** The rows that the profile keeps on this device, as OData's `$filter` has it; null for all. */
  readonly rowFilter: string | null;
  /** Between two pulls, as the profile has it; null for what the app does. */
  readonly intervalMs: number | null;
}

/** Law 9 asks for a key made on this device: without one, a create whose answer was lost could make two rows. */
export type NoCreate = 'keys are made by the service' | 'cannot be filled in' | 'not allowed';

/** A table of the service that the app cannot keep, and why. */
export interface LeftOutTable {
  readonly name: string;
  readonly label: string;
  readonly why:
    | 'no key'
    | 'several key columns'
    | 'kind of key'
    | 'not readable'
    | 'defined elsewhere'
    | 'not in the service';
}

/** The tables of a service: those that are kept, in the order to pull them, and those that cannot be. */
export interface TableList {
  readonly tables: readonly TableDefinition[];
  readonly leftOut: readonly LeftOutTable[];
}

export function columnOf(table: TableDefinition, name: string): ColumnDefinition | undefined {
  return table.columns.find((column) => column.name === name);
}
