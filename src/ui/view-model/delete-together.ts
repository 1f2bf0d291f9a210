import type { Edit } from '../../core/change.ts';
import type { StoreFacts } from '../../core/facts.ts';
import { addressText, type RowAddress } from '../../core/row.ts';
import type { OpenedRow, SeenRow } from '../../core/view.ts';
import { toChangeId } from './change-id.ts';
import type { RelationHere } from './relations.ts';

/** Dataverse takes at most 1,000 changes in one change set; what a person decides about in one dialog is far less. */
export const mostTogether = 99;

/** Rows that point to the row that is to be deleted, by one lookup column. */
export interface PointingRows {
  readonly relation: RelationHere;
  readonly rows: readonly SeenRow[];
  /** They must point to a row: a service refuses a delete that would leave them without. */
  readonly mustPoint: boolean;
  readonly mayDelete: boolean;
  /** The table is on this device as a whole, so that no more of them are known to be there. */
  readonly isWhole: boolean;
}

export function pointingRows(
  related: readonly { readonly relation: RelationHere; readonly rows: readonly SeenRow[] }[],
  facts: StoreFacts,
): readonly PointingRows[] {
  return related.map(({ relation, rows }) => {
    const position = facts.checkpoints.find(({ table }) => table === relation.table)?.position;
    return {
      relation,
      rows,
      mustPoint: relation.from.columns.some(({ name, isRequired }) => name === relation.lookupColumn && isRequired),
      mayDelete: relation.from.privileges.canDelete && rows.length <= mostTogether,
      isWhole: position !== undefined && !(position.kind === 'reading' && position.isInitial),
    };
  });
}

/** The name of one choice, for a checkbox. */
export function choiceOf({ relation }: PointingRows): string {
  return `${relation.table}/${relation.lookupColumn}`;
}

/** The rows of what was chosen, each once: a row may point there by several columns. */
export function chosenRows(pointing: readonly PointingRows[], chosen: ReadonlySet<string>): readonly RowAddress[] {
  const rows = pointing
    .filter((one) => one.mayDelete && chosen.has(choiceOf(one)))
    .flatMap((one) => one.rows.map(({ key }): RowAddress => ({ table: one.relation.table, key })));
  return [...new Map(rows.map((row) => [addressText(row), row])).values()];
}

/** Deletes of these rows, in this order: what points to a row before it. One alone belongs to no group. */
export function deleteEdits(
  rows: readonly OpenedRow[],
  { newId, savedAt }: { readonly newId: () => string; readonly savedAt: number },
): readonly Edit[] {
  const group = rows.length > 1 ? newId() : null;
  return rows.map((row) => ({
    ...row.address,
    id: toChangeId(newId()),
    kind: 'delete',
    values: {},
    oldValues: row.seen.values,
    baseETag: row.baseETag,
    references: [],
    savedAt,
    group,
  }));
}
