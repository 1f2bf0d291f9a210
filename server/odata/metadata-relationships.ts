import { stableId } from '../identity/privileges.ts';
import { isCustom, type MetadataItem } from './metadata-item.ts';
import { navigationName, relationshipName } from './navigation.ts';
import type { Sight } from './sight.ts';
import { type Column, type DeleteBehavior, isLookup, type ManyToMany, type Table } from './table.ts';

const onDelete: Readonly<Record<DeleteBehavior, string>> = {
  removeLink: 'RemoveLink',
  restrict: 'Restrict',
  cascade: 'Cascade',
};

function oneToMany(table: Table, column: Column, ends: Readonly<Record<string, unknown>>): MetadataItem {
  const behavior = isLookup(column) ? onDelete[column.type.onDelete] : 'NoCascade';
  const rest = {
    Assign: 'NoCascade',
    Merge: 'NoCascade',
    Reparent: 'NoCascade',
    Share: 'NoCascade',
    Unshare: 'NoCascade',
  };
  return {
    class: 'OneToManyRelationshipMetadata',
    plain: {
      MetadataId: stableId(`relationship ${ends.SchemaName}`),
      RelationshipType: 'OneToManyRelationship',
      IsCustomRelationship: isCustom(column.name),
      IsHierarchical: ends.ReferencedEntity === table.name,
      ReferencingEntity: table.name,
      ReferencingAttribute: column.name,
      CascadeConfiguration: { Delete: behavior, ...rest },
      ...ends,
    },
    expandable: {},
  };
}

/** Of one table, towards what its rows point to. The owner is a person or a team: Dataverse calls both `owner`. */
export function manyToOneItems(sight: Sight, table: Table): readonly MetadataItem[] {
  return table.columns.flatMap((column) => {
    if (column.type.kind === 'owner') {
      const owner = {
        SchemaName: `${table.name}_${column.name}`,
        ReferencedEntity: 'owner',
        ReferencedAttribute: 'ownerid',
        ReferencingEntityNavigationPropertyName: column.name,
        ReferencedEntityNavigationPropertyName: null,
      };
      return [oneToMany(table, column, owner)];
    }
    if (!isLookup(column)) return [];
    const targets = sight.tables.filter((target) => column.type.targets.includes(target.name));
    return targets.map((target) =>
      oneToMany(table, column, {
        SchemaName: relationshipName(table, column, target.name),
        ReferencedEntity: target.name,
        ReferencedAttribute: target.key,
        ReferencingEntityNavigationPropertyName: navigationName(column, target.name),
        ReferencedEntityNavigationPropertyName: relationshipName(table, column, target.name),
      }),
    );
  });
}

export function oneToManyItems(sight: Sight, table: Table): readonly MetadataItem[] {
  const all = sight.tables.flatMap((other) => manyToOneItems(sight, other));
  return all.filter(({ plain }) => plain.ReferencedEntity === table.name);
}

function manyToManyItem(sight: Sight, relation: ManyToMany): MetadataItem {
  const isWithinOne = relation.first.table === relation.second.table;
  const keyOf = (name: string, at: string): string => {
    const key = sight.tables.find((table) => table.name === name)?.key ?? '';
    return isWithinOne ? `${key}${at}` : key;
  };
  return {
    class: 'ManyToManyRelationshipMetadata',
    plain: {
      MetadataId: stableId(`relationship ${relation.name}`),
      SchemaName: relation.name,
      RelationshipType: 'ManyToManyRelationship',
      IsCustomRelationship: isCustom(relation.name),
      IntersectEntityName: relation.name,
      Entity1LogicalName: relation.first.table,
      Entity1IntersectAttribute: keyOf(relation.first.table, 'one'),
      Entity1NavigationPropertyName: relation.first.navigation,
      Entity2LogicalName: relation.second.table,
      Entity2IntersectAttribute: keyOf(relation.second.table, 'two'),
      Entity2NavigationPropertyName: relation.second.navigation,
    },
    expandable: {},
  };
}

export function manyToManyItems(sight: Sight, table: Table): readonly MetadataItem[] {
  const own = sight.manyToMany.filter(({ first, second }) => [first.table, second.table].includes(table.name));
  return own.map((relation) => manyToManyItem(sight, relation));
}

export function allRelationshipItems(sight: Sight): readonly MetadataItem[] {
  return [
    ...sight.tables.flatMap((table) => manyToOneItems(sight, table)),
    ...sight.manyToMany.map((relation) => manyToManyItem(sight, relation)),
  ];
}

/** In a list that holds one kind only, that kind is not said again. */
export function withoutClass(items: readonly MetadataItem[]): readonly MetadataItem[] {
  return items.map((item) => ({ ...item, class: null }));
}
