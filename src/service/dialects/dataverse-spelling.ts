/** How the same metadata is asked for: services that speak Dataverse differ in what they select and what they expand. */
export interface Spelling {
  readonly entities: { readonly select: string; readonly expand: string };
  /** What a choice or yes/no column expands. */
  readonly options: string;
}

const table =
  'LogicalName,EntitySetName,SchemaName,DisplayName,DisplayCollectionName,PrimaryIdAttribute,PrimaryNameAttribute,' +
  'ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled';

const attribute =
  'LogicalName,AttributeType,AttributeTypeName,DisplayName,RequiredLevel,' +
  'IsValidForCreate,IsValidForUpdate,IsValidForRead,IsPrimaryId,IsPrimaryName';

const lookups =
  'ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName)';

/**
 * As Microsoft documents it: Privileges are a complex property and so selected, never expanded (EntityMetadata
 * EntityType); AttributeOf marks columns that only label another; a shared choice has its options in GlobalOptionSet.
 */
export const documented: Spelling = {
  entities: { select: `${table},Privileges`, expand: `Attributes($select=${attribute},AttributeOf),${lookups}` },
  options: 'OptionSet,GlobalOptionSet',
};

/** As the embedded service's first form takes it. To go when that takes the documented one. */
export const embedded: Spelling = {
  entities: { select: table, expand: `Privileges,Attributes($select=${attribute}),${lookups}` },
  options: 'OptionSet',
};
