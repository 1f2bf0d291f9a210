import type { Choice, DeleteBehavior, ManyToMany } from '../odata/table.ts';

/** What a definition file says, whatever its form: plain, complete, not yet checked as a whole. */
export type ColumnDefinition = {
  readonly name: string;
  readonly label?: string | undefined;
  readonly required?: boolean | undefined;
  readonly fill?: string | number | boolean | undefined;
} & TypeDefinition;

export type TypeDefinition =
  | { readonly type: 'text' | 'memo'; readonly maxLength: number }
  | { readonly type: 'integer' | 'double'; readonly min?: number | undefined; readonly max?: number | undefined }
  | {
      readonly type: 'decimal' | 'money';
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      readonly precision?: number | undefined;
    }
  | { readonly type: 'datetime' | 'date' }
  | { readonly type: 'choice'; readonly choices: readonly Choice[] }
  | { readonly type: 'boolean'; readonly trueLabel?: string | undefined; readonly falseLabel?: string | undefined }
  | {
      readonly type: 'lookup';
      readonly targets: readonly string[];
      readonly onDelete?: DeleteBehavior | undefined;
    };

export type TableDefinition = {
  readonly name: string;
  readonly setName?: string | undefined;
  readonly schemaName?: string | undefined;
  readonly label?: string | undefined;
  readonly pluralLabel?: string | undefined;
  readonly key?: string | undefined;
  readonly nameColumn?: string | undefined;
  readonly ownership?: 'user' | 'organization' | undefined;
  readonly duplicateRules?: readonly (readonly string[])[] | undefined;
  readonly columns: readonly ColumnDefinition[];
};

export type Definition = {
  readonly tables: readonly TableDefinition[];
  readonly manyToMany?: readonly ManyToMany[] | undefined;
};

// What a file need not say.
export const keyOf = (table: TableDefinition): string => table.key ?? `${table.name}id`;
export const setNameOf = (table: TableDefinition): string => table.setName ?? `${table.name}s`;
export const nameColumnOf = (table: TableDefinition): string => table.nameColumn ?? 'name';

/** What a file says is wrong with it, one line each. */
export class DefinitionFault extends Error {
  override readonly name = 'DefinitionFault';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
