import type { Change, MergeNote } from './change.ts';
import { type BaseRow, type Values, withoutColumns } from './row.ts';
import { isSameInColumn } from './same-in-column.ts';
import { columnOf, type TableDefinition } from './table.ts';
import type { ConflictPolicy } from './table-settings.ts';
import { isSameValue } from './value.ts';
import { wholeRow } from './whole-row.ts';

/** What a change and a row that is newer than its base make together. */
export type Merged =
  /** Goes out over the row as it is now, with its version as the precondition. */
  | { readonly kind: 'send'; readonly change: Change }
  /** Nothing of it is left to send: it gave way, by the table's policy. */
  | { readonly kind: 'given up'; readonly note: MergeNote }
  /** The same column on both sides, or a deletion on one: for the person. */
  | { readonly kind: 'conflict' };

export interface Meeting {
  readonly table: TableDefinition;
  /** The row as the service has it now; null if it is gone. */
  readonly theirs: BaseRow | null;
  /** The row as this device had it last: tells the log what others changed. Null if it has none. */
  readonly base: Values | null;
  readonly policy: ConflictPolicy;
}

const nothing: MergeNote = { theirs: [], mine: [], givenUp: [] };

/**
 * Three-way merge per column. Base are the values the person was shown (`oldValues`), mine what they wrote, theirs the
 * row now. Columns changed on one side alone merge; the same column on both sides goes by the table's policy. For a
 * change that `settle` found neither applied nor untouched.
 */
export function mergeWith(change: Change, meeting: Meeting): Merged {
  const { theirs, policy } = meeting;
  if (change.kind === 'delete' || change.kind === 'create' || theirs === null) return mergeWhole(change, meeting);
  const contested = contestedColumns(change, meeting.table, theirs.values);
  if (contested.length > 0 && policy === 'ask') return { kind: 'conflict' };
  const isMine = policy === 'mine';
  const values = isMine ? change.values : withoutColumns(change.values, contested);
  const note = noteOf(change, {
    theirs: changedByOthers(change, meeting, theirs.values),
    mine: isMine ? contested : [],
    givenUp: isMine ? [] : contested,
  });
  if (Object.keys(values).length === 0) return { kind: 'given up', note };
  return { kind: 'send', change: { ...change, ...over(theirs, values), merge: note } };
}

/** The columns that both sides changed since the base, to different values. */
export function contestedColumns(change: Change, table: TableDefinition, theirs: Values): readonly string[] {
  return Object.keys(change.values).filter((name) => {
    if (columnOf(table, name)?.isReadOnly) return false;
    const isTheirs = (value: Values[string] | undefined) => isSameInColumn(table, name, { a: theirs[name], b: value });
    return !isTheirs(change.oldValues[name]) && !isTheirs(change.values[name]);
  });
}

/** A row has no columns to merge where one side deleted it, or where both sides made it. */
function mergeWhole(change: Change, { table, theirs, base, policy }: Meeting): Merged {
  if (policy === 'ask') return { kind: 'conflict' };
  const columns = Object.keys(change.values);
  if (policy === 'theirs') return { kind: 'given up', note: noteOf(change, { ...nothing, givenUp: columns }) };
  const note = noteOf(change, { ...nothing, mine: columns });
  if (theirs === null) {
    // A pull took it away before: of the row made anew only these columns would be left.
    if (base === null && change.kind === 'update') return { kind: 'conflict' };
    const values = wholeRow(change, base, table);
    return { kind: 'send', change: { ...change, kind: 'create', values, oldValues: {}, baseETag: null, merge: note } };
  }
  if (change.kind === 'delete') {
    return { kind: 'send', change: { ...change, oldValues: theirs.values, baseETag: theirs.etag, merge: note } };
  }
  return { kind: 'send', change: { ...change, ...over(theirs, change.values), kind: 'update', merge: note } };
}

/** An update of these columns, made against the row as it is there now. */
export function over(theirs: BaseRow, values: Values): Pick<Change, 'values' | 'oldValues' | 'baseETag'> {
  const shown = Object.keys(values).map((name) => [name, theirs.values[name] ?? null] as const);
  return { values, oldValues: Object.fromEntries(shown), baseETag: theirs.etag };
}

/** Columns that others alone changed since the base; none where the base is not known. */
export function changedByOthers(
  change: Change,
  { table, base }: Pick<Meeting, 'table' | 'base'>,
  theirs: Values,
): readonly string[] {
  if (base === null) return [];
  return table.columns
    .filter(({ name, type, isReadOnly }) => {
      if (isReadOnly || Object.hasOwn(change.values, name) || theirs[name] === undefined) return false;
      return !isSameValue(type, theirs[name], base[name]);
    })
    .map(({ name }) => name);
}

/** A change may meet a newer row more than once. */
export function noteOf(change: Change, now: MergeNote): MergeNote {
  const before = change.merge ?? nothing;
  const joined = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
  return {
    theirs: joined(before.theirs, now.theirs),
    mine: joined(before.mine, now.mine),
    givenUp: joined(before.givenUp, now.givenUp),
  };
}
