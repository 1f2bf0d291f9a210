import * as v from 'valibot';

/** The parts of Dataverse's metadata that are read; everything else in it is ignored. */

const label = v.nullish(
  v.looseObject({ UserLocalizedLabel: v.nullish(v.looseObject({ Label: v.nullish(v.string()) })) }),
);
const managed = v.nullish(v.looseObject({ Value: v.string() }));
const managedFlag = v.nullish(v.looseObject({ Value: v.boolean() }));
const bound = v.nullish(v.number());

/** A choice's options, or those of a yes/no column. */
const optionSet = v.nullish(
  v.looseObject({
    Options: v.nullish(v.array(v.looseObject({ Value: v.number(), Label: label }))),
    TrueOption: v.nullish(v.looseObject({ Label: label })),
    FalseOption: v.nullish(v.looseObject({ Label: label })),
  }),
);

export const attribute = v.looseObject({
  LogicalName: v.string(),
  AttributeOf: v.nullish(v.string()),
  AttributeType: v.nullish(v.string()),
  AttributeTypeName: managed,
  DisplayName: label,
  RequiredLevel: managed,
  IsValidForCreate: v.nullish(v.boolean()),
  IsValidForUpdate: v.nullish(v.boolean()),
  IsValidForRead: v.nullish(v.boolean()),
  IsPrimaryId: v.nullish(v.boolean()),
});

/** What the typed cast of a column adds, of all types together. */
const typedAttribute = v.looseObject({
  LogicalName: v.string(),
  MaxLength: bound,
  MinValue: bound,
  MaxValue: bound,
  Precision: bound,
  DateTimeBehavior: managed,
  Targets: v.nullish(v.array(v.string())),
  OptionSet: optionSet,
  GlobalOptionSet: optionSet,
});

const relationship = v.looseObject({
  ReferencingAttribute: v.string(),
  ReferencedEntity: v.string(),
  ReferencingEntityNavigationPropertyName: v.nullish(v.string()),
});

export const entity = v.looseObject({
  LogicalName: v.string(),
  EntitySetName: v.nullish(v.string()),
  DisplayName: label,
  DisplayCollectionName: label,
  PrimaryIdAttribute: v.nullish(v.string()),
  PrimaryNameAttribute: v.nullish(v.string()),
  ChangeTrackingEnabled: v.nullish(v.boolean()),
  IsOfflineInMobileClient: managedFlag,
  Privileges: v.nullish(v.array(v.looseObject({ Name: v.string(), PrivilegeType: v.string() }))),
  Attributes: v.array(attribute),
  ManyToOneRelationships: v.nullish(v.array(relationship)),
});

export const entities = v.looseObject({ value: v.array(entity) });
export const typedAttributes = v.looseObject({ value: v.array(typedAttribute) });
export const userPrivileges = v.looseObject({ RolePrivileges: v.array(v.looseObject({ PrivilegeName: v.string() })) });

export type WireLabel = v.InferOutput<typeof label>;
export type WireAttribute = v.InferOutput<typeof attribute>;
export type WireTypedAttribute = v.InferOutput<typeof typedAttribute>;
export type WireEntity = v.InferOutput<typeof entity>;

/** The label in the person's language, or the given name where there is none. */
export function labelText(wire: WireLabel, otherwise: string): string {
  return wire?.UserLocalizedLabel?.Label || otherwise;
}
