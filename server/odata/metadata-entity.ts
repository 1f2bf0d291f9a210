import { privilegeName, privilegeTypes, stableId } from '../identity/privileges.ts';
import { attributeItem } from './metadata-attributes.ts';
import { isCustom, label, type MetadataItem } from './metadata-item.ts';
import { manyToManyItems, manyToOneItems, oneToManyItems, withoutClass } from './metadata-relationships.ts';
import type { Sight } from './sight.ts';
import type { Table } from './table.ts';

export function entityItem(sight: Sight, table: Table): MetadataItem {
  const privileges = privilegeTypes.map((type) => {
    const name = privilegeName(table, type);
    return {
      Name: name,
      PrivilegeType: type,
      PrivilegeId: stableId(name),
      CanBeBasic: true,
      CanBeLocal: true,
      CanBeDeep: true,
      CanBeGlobal: true,
    };
  });
  return {
    class: null,
    plain: {
      MetadataId: stableId(`entity ${table.name}`),
      LogicalName: table.name,
      SchemaName: table.schemaName,
      EntitySetName: table.setName,
      LogicalCollectionName: table.setName,
      DisplayName: label(table.label),
      DisplayCollectionName: label(table.pluralLabel),
      Description: label(null),
      IsCustomEntity: isCustom(table.name),
      IsActivity: false,
      IsIntersect: false,
      TableType: 'Standard',
      PrimaryIdAttribute: table.key,
      PrimaryNameAttribute: table.nameColumn,
      OwnershipType: table.ownership === 'user' ? 'UserOwned' : 'OrganizationOwned',
      // Which tables are meant to be taken along: people and teams are not.
      IsOfflineInMobileClient: { Value: !table.isSystem, CanBeChanged: false },
      ChangeTrackingEnabled: true,
      IsOptimisticConcurrencyEnabled: true,
      // A complex property in Dataverse: selected, never expanded.
      Privileges: privileges,
    },
    expandable: {
      Attributes: table.columns.map((column) => attributeItem(sight, table, column)),
      ManyToOneRelationships: withoutClass(manyToOneItems(sight, table)),
      OneToManyRelationships: withoutClass(oneToManyItems(sight, table)),
      ManyToManyRelationships: withoutClass(manyToManyItems(sight, table)),
      Keys: [],
    },
  };
}
