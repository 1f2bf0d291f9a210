import { type Expand, expandError } from './expand-parser.ts';
import { findNavigation, type SingleNavigation } from './navigation.ts';
import { selectColumns } from './query-options.ts';
import type { Refused } from './service-error.ts';
import type { Column, Table, Tables } from './table.ts';

/**
 * What `$expand` asks for of a table.
 * - `row`: the row that a single-valued navigation property leads to.
 * - `reference`: its address alone (`/$ref`).
 * - `owner`: `ownerid`, which leads to a person or a team: of the two only the key in common.
 */
export type Expansion =
  | {
      readonly kind: 'row';
      readonly navigation: SingleNavigation;
      /** As asked for, for `@odata.context`; null: every column. */
      readonly select: readonly string[] | null;
      readonly columns: readonly Column[];
      readonly expansions: readonly Expansion[];
    }
  | { readonly kind: 'reference'; readonly navigation: SingleNavigation }
  | { readonly kind: 'owner' };

export function expansionName(expansion: Expansion): string {
  return expansion.kind === 'owner' ? 'ownerid' : expansion.navigation.name;
}

function refuseMany(item: Expand): Refused {
  // Dataverse's words (docs/facts/dataverse.md §2.2).
  if (item.isReference)
    return expandError(item.at, 'Expand with $ref is only supported on lookup type navigation property.');
  return expandError(item.at, `'${item.name}' leads to many rows, and only single-valued navigation can be expanded`);
}

function resolveOne(tables: Tables, table: Table, item: Expand): Expansion {
  if (item.name === 'ownerid' && table.ownership === 'user' && !item.isReference) {
    const isPlain = item.expand.length === 0 && (item.select ?? ['ownerid']).every((name) => name === 'ownerid');
    if (isPlain) return { kind: 'owner' };
    throw expandError(item.at, "of 'ownerid' there is 'ownerid' alone: expand 'owninguser' or 'owningteam' for more");
  }
  const navigation = findNavigation(tables, table, item.name);
  if (navigation === undefined) {
    const shown = item.name.slice(0, 80);
    throw expandError(
      item.at,
      `Could not find a property named '${shown}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`,
    );
  }
  if (navigation.kind !== 'single') throw refuseMany(item);
  if (item.isReference) return { kind: 'reference', navigation };
  const { target } = navigation;
  const columns = item.select === null ? target.columns : selectColumns(target, item.select);
  return {
    kind: 'row',
    navigation,
    select: item.select,
    columns,
    expansions: resolveExpand(tables, target, item.expand),
  };
}

export function resolveExpand(tables: Tables, table: Table, items: readonly Expand[]): readonly Expansion[] {
  const twice = items.find((item, at) => items.slice(0, at).some((before) => before.name === item.name));
  if (twice !== undefined) throw expandError(twice.at, `'${twice.name.slice(0, 80)}' is given twice`);
  return items.map((item) => resolveOne(tables, table, item));
}

/** Columns to read for a row to be shown: those selected, and those that its expansions begin at. */
export function readColumns(
  table: Table,
  selected: readonly Column[],
  expansions: readonly Expansion[],
): readonly Column[] {
  const starts = expansions.map((expansion) => (expansion.kind === 'owner' ? 'ownerid' : expansion.navigation.column));
  return table.columns.filter((column) => selected.includes(column) || starts.includes(column.name));
}

/** As `@odata.context` has it: `name,primarycontactid(fullname)`. */
export function describeSelection(select: readonly string[] | null, expansions: readonly Expansion[]): string {
  const expanded = expansions.map((expansion) => {
    if (expansion.kind === 'owner') return 'ownerid()';
    if (expansion.kind === 'reference') return `${expansion.navigation.name}/$ref()`;
    return `${expansion.navigation.name}(${describeSelection(expansion.select, expansion.expansions)})`;
  });
  return [...(select ?? []), ...expanded].join(',');
}
