import type { ColumnDefinition, ColumnType, KeyKind } from '../../core/table.ts';
import { hasTerm, isTagged, labelOf, permissionOf } from './odata-v4-annotations.ts';
import type { Csdl, CsdlProperty } from './odata-v4-csdl.ts';
import { humanise } from './odata-v4-names.ts';

/** What is said of a column beside its property. */
export interface ColumnSetting {
  readonly csdl: Csdl;
  readonly isKey: boolean;
  readonly isName: boolean;
  /** The lookup that it is, with its label: its value is the key of a row of another table. */
  readonly lookup: { readonly target: string; readonly navigation: string; readonly label: string } | null;
  /** Properties that its set's restrictions name. */
  readonly isRestricted: boolean;
}

const integers: { readonly [type: string]: readonly [number, number] } = {
  'Edm.Byte': [0, 255],
  'Edm.SByte': [-128, 127],
  'Edm.Int16': [-32_768, 32_767],
  'Edm.Int32': [-2_147_483_648, 2_147_483_647],
  'Edm.Int64': [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/** Longer text, or text without a limit, gets a control of several lines: a single one would lose the line ends. */
const longestLine = 500;

/** As many digits as a JSON number keeps of any usual value; a limit that is not given must not make values the same. */
const unsaidPrecision = 10;

/** The kind of key a type makes; null for what cannot stand in a row's address here. */
export function keyKindOf(type: string): KeyKind | null {
  if (type === 'Edm.Guid') return 'guid';
  if (type === 'Edm.String') return 'text';
  return type in integers ? 'integer' : null;
}

/** Null for what is no value of a row, or not to be read. */
export function columnFrom(property: CsdlProperty, setting: ColumnSetting): ColumnDefinition | null {
  const { annotations } = property;
  const permission = permissionOf(annotations);
  if (property.type === 'Edm.Stream' || permission === 'None' || permission === 'Write') return null;
  const type = typeOf(property, setting);
  const isComputed = isTagged(annotations, 'Computed');
  const isMadeThere = isComputed || isTagged(annotations, 'ComputedDefaultValue') || 'DefaultValue' in property.facets;
  return {
    name: property.name,
    label: labelOf(annotations) ?? setting.lookup?.label ?? humanise(property.name),
    type,
    isRequired: !property.isNullable && !isMadeThere,
    isReadOnly:
      type.kind === 'other' ||
      type.kind === 'key' ||
      isComputed ||
      isTagged(annotations, 'Immutable') ||
      permission === 'Read' ||
      setting.isRestricted,
  };
}

function typeOf(property: CsdlProperty, setting: ColumnSetting): ColumnType {
  const { type, facets, annotations } = property;
  const other: ColumnType = { kind: 'other', wireType: property.isCollection ? `Collection(${type})` : type };
  if (setting.isKey) return { kind: 'key' };
  if (property.isCollection) return other;
  if (setting.lookup !== null) {
    const valueKind = keyKindOf(type);
    const { target, navigation } = setting.lookup;
    return valueKind === null ? other : { kind: 'lookup', targets: [target], navigation, valueKind };
  }
  const range = integers[type];
  if (range !== undefined) return { kind: 'integer', min: range[0], max: range[1] };
  switch (type) {
    case 'Edm.String': {
      const maxLength = limitOf(facets.MaxLength);
      const isLong = maxLength > longestLine || hasTerm(annotations, 'com.sap.vocabularies.UI.v1.MultiLineText');
      return { kind: isLong && !setting.isName ? 'long text' : 'text', maxLength };
    }
    case 'Edm.Boolean':
      return { kind: 'yes/no', yes: 'Yes', no: 'No' };
    case 'Edm.Decimal': {
      const isMoney = hasTerm(annotations, 'Org.OData.Measures.V1.ISOCurrency');
      return { kind: isMoney ? 'money' : 'decimal', ...decimalRange(facets) };
    }
    case 'Edm.Double':
    case 'Edm.Single':
      return { kind: 'decimal', ...unsaidRange };
    case 'Edm.Date':
      return { kind: 'date' };
    case 'Edm.DateTimeOffset':
      return { kind: 'date and time' };
    default:
      return choiceOf(type, setting.csdl) ?? other;
  }
}

const unsaidRange = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, precision: unsaidPrecision };

/** By OData a decimal without a scale has none; many services leave it out all the same and mean "any". */
function decimalRange(facets: CsdlProperty['facets']) {
  const digits = Number(facets.Precision);
  const scale = /^\d+$/.test(facets.Scale ?? '') ? Number(facets.Scale) : null;
  if (scale === null) return unsaidRange;
  const precision = Math.min(scale, unsaidPrecision);
  if (!(digits > 0) || digits - scale > 15) return { ...unsaidRange, precision };
  const max = 10 ** (digits - scale) - 10 ** -precision;
  return { min: -max, max, precision };
}

/** One of an enumeration's members, carried by its name as OData 4 writes it. Several at once are not to be edited here. */
function choiceOf(type: string, csdl: Csdl): ColumnType | null {
  const found = csdl.enums.get(type);
  if (found === undefined || found.isFlags || found.members.length === 0) return null;
  return {
    kind: 'choice',
    options: found.members.map(({ name, annotations }) => ({
      value: name,
      label: labelOf(annotations) ?? humanise(name),
    })),
  };
}

function limitOf(facet: string | undefined): number {
  return facet !== undefined && /^\d+$/.test(facet) ? Number(facet) : Number.MAX_SAFE_INTEGER;
}
