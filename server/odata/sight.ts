import type { Person } from '../identity/person.ts';
import { type Navigation, navigationsOf } from './navigation.ts';
import type { ManyToMany, Table, Tables } from './table.ts';

/** What of the definitions a person may know: tables they may read, and what leads from one of them to another. */
export type Sight = {
  readonly tables: readonly Table[];
  readonly isSeen: (tableName: string) => boolean;
  readonly manyToMany: readonly ManyToMany[];
  readonly navigationsOf: (table: Table) => readonly Navigation[];
};

export function isReadable(person: Person, table: Table): boolean {
  return person.access('Read', table) !== 'none';
}

export function sightOf(person: Person, tables: Tables): Sight {
  const seen = [...tables.byName.values()].filter((table) => isReadable(person, table));
  const names = new Set(seen.map((table) => table.name));
  return {
    tables: seen,
    isSeen: (name) => names.has(name),
    manyToMany: tables.manyToMany.filter(({ first, second }) => names.has(first.table) && names.has(second.table)),
    navigationsOf: (table) => navigationsOf(tables, table).filter(({ target }) => names.has(target.name)),
  };
}
