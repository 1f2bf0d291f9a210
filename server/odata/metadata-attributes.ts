import { stableId } from '../identity/privileges.ts';
import { isCustom, label, leaf, type MetadataItem } from './metadata-item.ts';
import type { Sight } from './sight.ts';
import type { Column, Table } from './table.ts';

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

/** Dataverse describes the owner with the class of lookups; a key has no class of its own. */
function classOf(column: Column): string | null {
  const name = typeNames[column.type.kind];
  return name === 'Uniqueidentifier' ? null : `${name === 'Owner' ? 'Lookup' : name}AttributeMetadata`;
}

function typeDetails(sight: Sight, column: Column): Readonly<Record<string, unknown>> {
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
      return { Targets: type.targets.filter(sight.isSeen) };
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

export function attributeItem(sight: Sight, table: Table, column: Column): MetadataItem {
  const name = typeNames[column.type.kind];
  const isKey = column.type.kind === 'key';
  const options = optionSet(table, column);
  const requiredLevel = isKey || column.isReadOnly ? 'SystemRequired' : 'ApplicationRequired';
  return {
    class: classOf(column),
    plain: {
      MetadataId: stableId(`attribute ${table.name}.${column.name}`),
      LogicalName: column.name,
      SchemaName: column.name,
      EntityLogicalName: table.name,
      AttributeOf: null,
      AttributeType: name,
      AttributeTypeName: { Value: `${name}Type` },
      DisplayName: label(column.label),
      Description: label(null),
      IsCustomAttribute: isCustom(column.name),
      IsLogical: false,
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
      ...typeDetails(sight, column),
    },
    // No choice is shared between tables here, so none is global.
    expandable: options === null ? {} : { OptionSet: options, GlobalOptionSet: null },
  };
}
