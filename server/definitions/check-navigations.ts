import { navigationsOf } from '../odata/navigation.ts';
import { isLookup, type Tables } from '../odata/table.ts';

/** A name in a row means one thing: a column, or a way to other rows. */
export function checkNavigations(tables: Tables): readonly string[] {
  return [...tables.byName.values()].flatMap((table) => {
    const taken = new Set(table.columns.filter((column) => !isLookup(column)).map((column) => column.name));
    return navigationsOf(tables, table).flatMap(({ name }) => {
      const isClash = taken.has(name);
      taken.add(name);
      return isClash ? [`Table "${table.name}": "${name}" is the name of two columns or navigation properties.`] : [];
    });
  });
}
