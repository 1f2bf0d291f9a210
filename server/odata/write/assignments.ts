import type { SqlValue } from '../../database/database.ts';
import { sqlType } from '../../database/schema.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { Ownership } from '../../identity/access.ts';
import type { RowChange } from '../change-body.ts';
import type { SqlParameters } from '../sql-parameters.ts';
import { targetColumn } from '../table.ts';

/** A column of the database, quoted, and the placeholder of its new value. */
type Assignment = { readonly column: string; readonly value: string };

export function assignmentsOf(
  change: RowChange,
  ownership: Ownership | null,
  parameters: SqlParameters,
): readonly Assignment[] {
  const assign = (name: string, value: SqlValue, type: string): Assignment => ({
    column: sqlName(name),
    value: parameters.add(value, type),
  });
  const links = [...change.links].flatMap(([column, reference]) => {
    const target = targetColumn(column);
    return [
      assign(column.name, reference?.id ?? null, 'uuid'),
      ...(target === null ? [] : [assign(target, reference?.table.name ?? null, 'text')]),
    ];
  });
  return [
    ...[...change.values].map(([column, value]) => assign(column.name, value, sqlType(column))),
    ...links,
    ...(ownership === null
      ? []
      : [assign('ownerid', ownership.ownerId, 'uuid'), assign('owningbusinessunit', ownership.businessUnitId, 'uuid')]),
  ];
}
