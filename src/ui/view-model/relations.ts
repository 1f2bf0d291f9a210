import type { TableDefinition } from '../../core/table.ts';
import type { Relation } from '../../core/view.ts';

/** A relation from the side that is pointed to. */
export interface RelationHere extends Relation {
  readonly from: TableDefinition;
  /** The table's name, with the column's where several columns of it point here. */
  readonly label: string;
}

/** Every lookup column, of any table on this device, that can point to rows of `table`. */
export function relationsTo(table: string, tables: readonly TableDefinition[]): readonly RelationHere[] {
  return tables.flatMap((from) => {
    const pointing = from.columns.filter(({ type }) => type.kind === 'lookup' && type.targets.includes(table));
    return pointing.map((column) => ({
      table: from.name,
      lookupColumn: column.name,
      from,
      label: pointing.length === 1 ? from.pluralLabel : `${from.pluralLabel} (${column.label})`,
    }));
  });
}
