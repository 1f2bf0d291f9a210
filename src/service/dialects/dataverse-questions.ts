const table =
  'LogicalName,EntitySetName,SchemaName,DisplayName,DisplayCollectionName,PrimaryIdAttribute,PrimaryNameAttribute,' +
  'ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled,IsOfflineInMobileClient,Privileges';

const attribute =
  'LogicalName,AttributeOf,AttributeType,AttributeTypeName,DisplayName,RequiredLevel,' +
  'IsValidForCreate,IsValidForUpdate,IsValidForRead,IsPrimaryId,IsPrimaryName';

const lookups =
  'ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName)';

/**
 * What is asked of every table. As Microsoft documents it: Privileges are a complex property and so selected, never
 * expanded (EntityMetadata EntityType); AttributeOf marks columns that only label another.
 */
export const tableOptions = { select: table, expand: `Attributes($select=${attribute}),${lookups}` };

/** What a choice or yes/no column expands: a shared choice has its options in GlobalOptionSet. */
export const choiceExpansion = 'OptionSet,GlobalOptionSet';
