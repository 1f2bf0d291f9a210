import { isLookup, type LookupColumn, type ManyToMany, type Table, type Tables, tableNamed } from './table.ts';

/**
 * Navigation properties of a table.
 * - `single`: along a lookup (N:1), or along the owner to the person (`owninguser`) or team (`owningteam`) that it is.
 * - `collection`: rows of `target` whose `column` points here (1:N).
 * - `many`: rows of `target` paired with this one (N:N); `near` is the end of `relation` that this table stands at.
 */
export type Navigation =
  | { readonly kind: 'single'; readonly name: string; readonly column: string; readonly target: Table }
  | { readonly kind: 'collection'; readonly name: string; readonly column: LookupColumn; readonly target: Table }
  | {
      readonly kind: 'many';
      readonly name: string;
      readonly relation: ManyToMany;
      readonly near: 'first' | 'second';
      readonly target: Table;
    };
export type SingleNavigation = Navigation & { readonly kind: 'single' };

/** Dataverse has one property per target where a lookup has several (`objectid_account`). */
export function navigationName(column: LookupColumn, target: string): string {
  return column.type.targets.length === 1 ? column.name : `${column.name}_${target}`;
}

export function relationshipName(table: Table, column: LookupColumn, target: string): string {
  return `${table.name}_${navigationName(column, target)}`;
}

function singles(tables: Tables, table: Table): readonly Navigation[] {
  const lookups = table.columns.filter(isLookup).flatMap((column) =>
    column.type.targets.map((target) => ({
      kind: 'single' as const,
      name: navigationName(column, target),
      column: column.name,
      target: tableNamed(tables, target),
    })),
  );
  if (table.ownership !== 'user') return lookups;
  const owner = (name: string, target: string) =>
    ({ kind: 'single', name, column: 'ownerid', target: tableNamed(tables, target) }) as const;
  return [...lookups, owner('owninguser', 'systemuser'), owner('owningteam', 'team')];
}

function collections(tables: Tables, table: Table): readonly Navigation[] {
  return [...tables.byName.values()].flatMap((target) =>
    target.columns
      .filter(isLookup)
      .filter((column) => column.type.targets.includes(table.name))
      .map((column) => ({
        kind: 'collection' as const,
        name: relationshipName(target, column, table.name),
        column,
        target,
      })),
  );
}

function manyToMany(tables: Tables, table: Table): readonly Navigation[] {
  return tables.manyToMany.flatMap((relation) =>
    (['first', 'second'] as const)
      .filter((near) => relation[near].table === table.name)
      .map((near) => ({
        kind: 'many' as const,
        name: relation[near].navigation,
        relation,
        near,
        target: tableNamed(tables, relation[near === 'first' ? 'second' : 'first'].table),
      })),
  );
}

export function navigationsOf(tables: Tables, table: Table): readonly Navigation[] {
  return [...singles(tables, table), ...collections(tables, table), ...manyToMany(tables, table)];
}

export function findNavigation(tables: Tables, table: Table, name: string): Navigation | undefined {
  return navigationsOf(tables, table).find((navigation) => navigation.name === name);
}
