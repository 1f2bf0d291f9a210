import type { Person } from '../identity/person.ts';
import { privilegeName, privilegeTypes, stableId } from '../identity/privileges.ts';
import { navigationName } from './navigation.ts';
import { type Column, isLookup, type Table } from './table.ts';

/** One metadata item in Dataverse's shape. `plain` is what $select picks from, `expandable` what $expand may add. */
export type MetadataItem = {
  readonly plain: Readonly<Record<string, unknown>>;
  readonly expandable: Readonly<Record<string, readonly MetadataItem[] | MetadataItem | null>>;
};

const english = 1033;

export function label(text: string): unknown {
  const localized = { Label: text, LanguageCode: english, IsManaged: true, MetadataId: stableId(`label ${text}`) };
  return { LocalizedLabels: [localized], UserLocalizedLabel: localized };
}

const leaf = (plain: Readonly<Record<string, unknown>>): MetadataItem => ({ plain, expandable: {} });

const typeNames = {
  key: 'Uniqueidentifier',
  text: 'String',
  memo: 'Memo',
  integer: 'Integer',
  decimal: 'Decimal',
  double: 'Double',
  money: 'Money',
  datetime: 'DateTime',
  date: 'DateTime',
  choice: 'Picklist',
  boolean: 'Boolean',
  lookup: 'Lookup',
  owner: 'Owner',
} as const;

/** Dataverse describes the owner with the class of lookups. */
export function metadataClass(column: Column): string {
  const name = typeNames[column.type.kind];
  if (name === 'Uniqueidentifier') return 'Microsoft.Dynamics.CRM.AttributeMetadata';
  return `Microsoft.Dynamics.CRM.${name === 'Owner' ? 'Lookup' : name}AttributeMetadata`;
}

function typeDetails(column: Column): Readonly<Record<string, unknown>> {
  const { type } = column;
  switch (type.kind) {
    case 'text':
      return { MaxLength: type.maxLength, FormatName: { Value: 'Text' } };
    case 'memo':
      return { MaxLength: type.maxLength };
    case 'integer':
      return { MinValue: type.min, MaxValue: type.max };
    case 'double':
      // Dataverse shows at most five places of a double.
      return { MinValue: type.min, MaxValue: type.max, Precision: 5 };
    case 'decimal':
    case 'money':
      return { MinValue: type.min, MaxValue: type.max, Precision: type.precision };
    case 'datetime':
      return { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } };
    case 'date':
      return { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } };
    case 'lookup':
      return { Targets: type.targets };
    case 'owner':
      return { Targets: ['systemuser', 'team'] };
    case 'boolean':
      return { DefaultValue: false };
    case 'choice':
    case 'key':
      return {};
  }
}

function optionSet(table: Table, column: Column): MetadataItem | null {
  const { type } = column;
  const base = { MetadataId: stableId(`options ${table.name}.${column.name}`), Name: `${table.name}_${column.name}` };
  const option = (value: number, text: string): unknown => ({ Value: value, Label: label(text), Color: null });
  if (type.kind === 'choice') {
    const options = type.choices.map((choice) => option(choice.value, choice.label));
    return leaf({ ...base, IsGlobal: false, OptionSetType: 'Picklist', Options: options });
  }
  if (type.kind !== 'boolean') return null;
  const both = { TrueOption: option(1, type.trueLabel), FalseOption: option(0, type.falseLabel) };
  return leaf({ ...base, IsGlobal: false, OptionSetType: 'Boolean', ...both });
}

export function attributeItem(table: Table, column: Column): MetadataItem {
  const name = typeNames[column.type.kind];
  const isKey = column.type.kind === 'key';
  const options = optionSet(table, column);
  const requiredLevel = isKey || column.isReadOnly ? 'SystemRequired' : 'ApplicationRequired';
  return {
    plain: {
      MetadataId: stableId(`attribute ${table.name}.${column.name}`),
      LogicalName: column.name,
      SchemaName: column.name,
      EntityLogicalName: table.name,
      AttributeOf: null,
      AttributeType: name,
      AttributeTypeName: { Value: `${name}Type` },
      DisplayName: label(column.label),
      RequiredLevel: {
        Value: column.isRequired ? requiredLevel : 'None',
        CanBeChanged: false,
        ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
      },
      IsValidForCreate: !column.isReadOnly,
      IsValidForUpdate: !column.isReadOnly && !isKey,
      IsValidForRead: true,
      IsPrimaryId: isKey,
      IsPrimaryName: column.name === table.nameColumn,
      ...typeDetails(column),
    },
    // No choice is shared between tables here, so none is global.
    expandable: options === null ? {} : { OptionSet: options, GlobalOptionSet: null },
  };
}

function relationshipItems(table: Table): readonly MetadataItem[] {
  const item = (column: Column, target: string, navigation: string): MetadataItem => {
    const schemaName = `${table.name}_${navigation}`;
    return leaf({
      MetadataId: stableId(`relationship ${schemaName}`),
      SchemaName: schemaName,
      ReferencingEntity: table.name,
      ReferencingAttribute: column.name,
      ReferencedEntity: target,
      ReferencedAttribute: `${target}id`,
      ReferencingEntityNavigationPropertyName: navigation,
    });
  };
  return table.columns.flatMap((column) => {
    if (column.type.kind === 'owner') return [item(column, 'owner', column.name)];
    if (!isLookup(column)) return [];
    return column.type.targets.map((target) => item(column, target, navigationName(column, target)));
  });
}

export function entityItem(table: Table): MetadataItem {
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
    plain: {
      MetadataId: stableId(`entity ${table.name}`),
      LogicalName: table.name,
      SchemaName: table.schemaName,
      EntitySetName: table.setName,
      LogicalCollectionName: table.setName,
      DisplayName: label(table.label),
      DisplayCollectionName: label(table.pluralLabel),
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
      Attributes: table.columns.map((column) => attributeItem(table, column)),
      ManyToOneRelationships: relationshipItems(table),
    },
  };
}

export function isReadable(person: Person, table: Table): boolean {
  return person.access('Read', table) !== 'none';
}
