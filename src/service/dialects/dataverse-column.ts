import type { ColumnDefinition, ColumnType } from '../../core/table.ts';
import type { WireAttribute, WireEntity, WireTypedAttribute } from './dataverse-metadata.ts';
import { labelText } from './dataverse-metadata.ts';

/** The cast that tells more of a column of an AttributeType, and whether it has options to expand. */
export const casts: { readonly [attributeType: string]: { readonly select: string; readonly hasOptions: boolean } } = {
  String: { select: 'MaxLength', hasOptions: false },
  Memo: { select: 'MaxLength', hasOptions: false },
  Integer: { select: 'MinValue,MaxValue', hasOptions: false },
  Decimal: { select: 'MinValue,MaxValue,Precision', hasOptions: false },
  Double: { select: 'MinValue,MaxValue,Precision', hasOptions: false },
  Money: { select: 'MinValue,MaxValue,Precision', hasOptions: false },
  DateTime: { select: 'DateTimeBehavior', hasOptions: false },
  Picklist: { select: '', hasOptions: true },
  State: { select: '', hasOptions: true },
  Status: { select: '', hasOptions: true },
  Boolean: { select: '', hasOptions: true },
  Lookup: { select: 'Targets', hasOptions: false },
  Customer: { select: 'Targets', hasOptions: false },
};

/** Columns that are no values of a row in the Web API, or only say another column's value again. */
const valueless: readonly string[] = ['Virtual', 'ManagedProperty', 'CalendarRules', 'PartyList', 'EntityName'];

/** A column as the app knows it; null for what is not to be read from a row. `typed` is what its cast said. */
export function columnFrom(
  wire: WireAttribute,
  typed: WireTypedAttribute | undefined,
  table: WireEntity,
): ColumnDefinition | null {
  const wireType = wire.AttributeType ?? 'Virtual';
  const isMultiChoice = wire.AttributeTypeName?.Value === 'MultiSelectPicklistType';
  if (wire.IsValidForRead === false || wire.AttributeOf || (valueless.includes(wireType) && !isMultiChoice))
    return null;
  const type = wire.LogicalName === table.PrimaryIdAttribute ? keyType : typeOf(wireType, wire, typed, table);
  const isLookup = ['Lookup', 'Customer', 'Owner'].includes(wireType);
  const required = wire.RequiredLevel?.Value ?? 'None';
  return {
    name: isLookup ? `_${wire.LogicalName}_value` : wire.LogicalName,
    label: labelText(wire.DisplayName, wire.LogicalName),
    type,
    isRequired: required === 'SystemRequired' || required === 'ApplicationRequired',
    isReadOnly: type.kind === 'other' || type.kind === 'key' || !(wire.IsValidForCreate && wire.IsValidForUpdate),
  };
}

const keyType: ColumnType = { kind: 'key' };

function typeOf(
  wireType: string,
  wire: WireAttribute,
  typed: WireTypedAttribute | undefined,
  table: WireEntity,
): ColumnType {
  const other: ColumnType = { kind: 'other', wireType: wire.AttributeTypeName?.Value ?? wireType };
  if (typed === undefined) return other;
  const maxLength = typed.MaxLength ?? Number.MAX_SAFE_INTEGER;
  const min = typed.MinValue ?? Number.MIN_SAFE_INTEGER;
  const max = typed.MaxValue ?? Number.MAX_SAFE_INTEGER;
  const options = typed.OptionSet ?? typed.GlobalOptionSet;
  switch (wireType) {
    case 'String':
      return { kind: 'text', maxLength };
    case 'Memo':
      return { kind: 'long text', maxLength };
    case 'Integer':
      return { kind: 'integer', min, max };
    case 'Decimal':
    case 'Double':
      return { kind: 'decimal', min, max, precision: typed.Precision ?? 2 };
    case 'Money':
      return { kind: 'money', min, max, precision: typed.Precision ?? 2 };
    case 'DateTime':
      return { kind: typed.DateTimeBehavior?.Value === 'DateOnly' ? 'date' : 'date and time' };
    case 'Boolean':
      return {
        kind: 'yes/no',
        yes: labelText(options?.TrueOption?.Label, 'Yes'),
        no: labelText(options?.FalseOption?.Label, 'No'),
      };
    case 'Picklist':
    case 'State':
    case 'Status':
      return {
        kind: 'choice',
        options: (options?.Options ?? []).map((option) => ({
          value: option.Value,
          label: labelText(option.Label, String(option.Value)),
        })),
      };
    case 'Lookup':
    case 'Customer':
      return lookupFrom(wire.LogicalName, typed.Targets ?? [], table) ?? other;
    default:
      return other;
  }
}

/** Null for a lookup with several navigations: a bare key does not say which table it is of (later). */
function lookupFrom(attribute: string, targets: readonly string[], table: WireEntity): ColumnType | null {
  const navigations = (table.ManyToOneRelationships ?? []).filter((one) => one.ReferencingAttribute === attribute);
  const navigation = navigations[0]?.ReferencingEntityNavigationPropertyName;
  if (navigations.length !== 1 || targets.length !== 1 || !navigation) return null;
  return { kind: 'lookup', targets, navigation };
}
