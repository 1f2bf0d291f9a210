import type { ManyToMany } from '../odata/table.ts';
import { type CsdlModel, collectionOf } from './csdl-model.ts';
import { longestTableName, namePattern } from './reserved-names.ts';

/** Two collections that are each other's partner. `tables`: what is served, by the name of the type. */
export function csdlManyToMany(model: CsdlModel, tables: ReadonlyMap<string, string>): readonly ManyToMany[] {
  const found: ManyToMany[] = [];
  for (const [typeName, table] of tables) {
    for (const navigation of model.types.get(typeName)?.navigations ?? []) {
      const target = collectionOf(navigation.attribute('Type') ?? '') ?? '';
      const partner = navigation.attribute('Partner');
      const other = tables.get(target);
      const back = model.types.get(target)?.navigations.find((one) => one.attribute('Name') === partner);
      const name = (navigation.attribute('Name') ?? '').toLowerCase();
      if (other === undefined || back === undefined || partner === null || !namePattern.test(name)) continue;
      if (collectionOf(back.attribute('Type') ?? '') !== typeName) continue;
      const isSeen = found.some((one) => one.second.table === table && one.second.navigation === name);
      if (isSeen || name.length > longestTableName) continue;
      found.push({
        name,
        first: { table, navigation: name },
        second: { table: other, navigation: partner.toLowerCase() },
      });
    }
  }
  return found;
}
