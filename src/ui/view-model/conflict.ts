import type { Change } from '../../core/change.ts';
import { contestedColumns } from '../../core/merge.ts';
import type { Json, Values } from '../../core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import { isSameValue } from '../../core/value.ts';
import { formColumns } from './fields.ts';

export type Side = 'mine' | 'theirs';

/** What became of one column on both sides. */
export type LineKind =
  /** Changed on both sides, to different values: for the person. */
  | 'both'
  /** Changed here alone. */
  | 'mine'
  /** Changed on both sides, to the same value. */
  | 'same'
  /** Changed by others alone: kept, whatever is decided. */
  | 'theirs'
  /** Set by the service. */
  | 'service';

/** One column of a conflict; a value that is undefined is not known. */
export interface ConflictLine {
  readonly column: ColumnDefinition;
  readonly kind: LineKind;
  readonly base: Json | undefined;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

/** Whether this side left the column as it was: mine says so instead of repeating the value. */
export function isUntouchedBy(side: Side, { kind }: ConflictLine): boolean {
  return side === 'mine' && (kind === 'theirs' || kind === 'service');
}

export interface Conflict {
  readonly kind: 'both changed' | 'gone there' | 'deleted here' | 'both deleted' | 'both created';
  /** What the person can choose about first, then what was merged. */
  readonly lines: readonly ConflictLine[];
  /** When theirs was read from the service; null where that is not known any more. */
  readonly theirsAt: number | null;
}

/** A change in conflict, column by column; null for a change that is not. */
export function conflictOf(change: Change, table: TableDefinition): Conflict | null {
  if (change.state.kind !== 'conflict') return null;
  const { theirs, met } = change.state;
  const base = met?.base ?? null;
  return {
    kind: kindOf(change, theirs !== null),
    theirsAt: met?.at ?? change.lastAnswer?.at ?? null,
    lines: linesOf(change, table, { theirs: theirs?.values ?? null, base }),
  };
}

function kindOf({ kind }: Change, isThere: boolean): Conflict['kind'] {
  if (!isThere) return kind === 'delete' ? 'both deleted' : 'gone there';
  return kind === 'delete' ? 'deleted here' : kind === 'create' ? 'both created' : 'both changed';
}

const order: readonly LineKind[] = ['both', 'mine', 'same', 'theirs', 'service'];

interface Sides {
  readonly theirs: Values | null;
  /** The whole row as it was before both changes, as far as it is known. */
  readonly base: Values | null;
}

function linesOf(change: Change, table: TableDefinition, sides: Sides): readonly ConflictLine[] {
  const { theirs } = sides;
  const contested = new Set(theirs === null ? [] : contestedColumns(change, table, theirs));
  // A delete remembers the whole row that was shown.
  const base: Values = { ...sides.base, ...change.oldValues };
  const lines = formColumns(table).flatMap((column): readonly ConflictLine[] => {
    const { name, type, isReadOnly } = column;
    const before = Object.hasOwn(base, name) ? base[name] : change.kind === 'create' ? null : undefined;
    const line = { column, base: before, mine: change.values[name], theirs: theirs?.[name] };
    if (!isReadOnly && Object.hasOwn(change.values, name)) {
      const isSame = theirs !== null && isSameValue(type, theirs[name], change.values[name]);
      const isOverwritten = theirs !== null && !isSameValue(type, theirs[name], before);
      return [{ ...line, kind: contested.has(name) ? 'both' : isSame && isOverwritten ? 'same' : 'mine' }];
    }
    if (theirs === null || before === undefined || theirs[name] === undefined) return [];
    if (isSameValue(type, theirs[name], before)) return [];
    return [{ ...line, kind: isReadOnly ? 'service' : 'theirs' }];
  });
  return lines.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Which side the person chose, by column. */
export type Choices = { readonly [column: string]: Side };

/** The columns that there is something to choose about. */
export function choosable({ lines }: Conflict): readonly ConflictLine[] {
  return lines.filter(({ kind }) => kind === 'both' || kind === 'mine');
}

/** What only this person changed is theirs to keep; what both changed they have to say. */
export function firstChoices(conflict: Conflict): Choices {
  return Object.fromEntries(
    choosable(conflict).flatMap(({ column, kind }) => (kind === 'mine' ? [[column.name, 'mine']] : [])),
  );
}

/** What a mix sends, or the columns that nothing was chosen for. */
export type Mix =
  | { readonly kind: 'values'; readonly values: Values }
  | { readonly kind: 'open'; readonly columns: readonly ColumnDefinition[] };

export function mixOf(conflict: Conflict, change: Change, choices: Choices): Mix {
  const lines = choosable(conflict);
  const open = lines.filter(({ column }) => choices[column.name] === undefined);
  if (open.length > 0) return { kind: 'open', columns: open.map(({ column }) => column) };
  const given = new Set(
    lines.filter(({ column }) => choices[column.name] === 'theirs').map(({ column }) => column.name),
  );
  // What is the same on both sides need not go again; a column that no form shows goes along as it is.
  for (const { column, kind } of conflict.lines) if (kind === 'same') given.add(column.name);
  return {
    kind: 'values',
    values: Object.fromEntries(Object.entries(change.values).filter(([name]) => !given.has(name))),
  };
}
