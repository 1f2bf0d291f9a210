import type { Element } from './csdl-document.ts';
import type { CsdlModel } from './csdl-model.ts';
import { bare } from './csdl-model.ts';
import type { TypeDefinition } from './definition.ts';
import { decimalLimit, largestInteger, longestMemo, longestText, smallestInteger } from './type-limits.ts';

/** The property as a column type, or the Edm type that there is no column for. */
type MappedType =
  | { readonly kind: 'type'; readonly type: TypeDefinition }
  | { readonly kind: 'none'; readonly because: string };

const integers: Readonly<Record<string, readonly [number, number]>> = {
  'Edm.Int32': [smallestInteger, largestInteger],
  'Edm.Int16': [-32_768, 32_767],
  'Edm.Byte': [0, 255],
  'Edm.SByte': [-128, 127],
};

function textType(length: string | null): TypeDefinition {
  // Dataverse's own document gives no lengths: then the longest that a line of text can be.
  if (length === null) return { type: 'text', maxLength: longestText };
  const maxLength = /^\d{1,7}$/.test(length) ? Math.min(Math.max(Number(length), 1), longestMemo) : longestMemo;
  return { type: maxLength > longestText ? 'memo' : 'text', maxLength };
}

function decimalType(property: Element): TypeDefinition {
  const scale = Number(property.attribute('Scale') ?? '');
  const isScale = property.attribute('Scale') !== null && Number.isInteger(scale) && scale >= 0;
  const precision = isScale ? Math.min(scale, 10) : 10;
  const digits = Number(property.attribute('Precision') ?? '');
  const limit = digits > precision ? Math.min(10 ** (digits - precision), decimalLimit) : decimalLimit;
  return { type: 'decimal', precision, min: -limit, max: limit };
}

function enumType(model: CsdlModel, name: string): MappedType {
  const found = model.enums.get(name);
  if (found === undefined || found.isFlags || found.members.length === 0) return { kind: 'none', because: name };
  const choices = found.members.map((member, at) => {
    const plain = member.attribute('Name') ?? String(at);
    const label = model.labelOf(member, `${name}/${plain}`) ?? plain;
    return { value: Number(member.attribute('Value') ?? at), label };
  });
  const fits = choices.every(({ value }) => Number.isInteger(value) && Math.abs(value) <= largestInteger);
  return fits ? { kind: 'type', type: { type: 'choice', choices } } : { kind: 'none', because: name };
}

export function mapProperty(model: CsdlModel, property: Element): MappedType {
  const edm = property.attribute('Type') ?? '';
  const range = integers[edm];
  if (range !== undefined) return { kind: 'type', type: { type: 'integer', min: range[0], max: range[1] } };
  switch (edm) {
    case 'Edm.String':
      return { kind: 'type', type: textType(property.attribute('MaxLength')) };
    case 'Edm.Boolean':
      return { kind: 'type', type: { type: 'boolean' } };
    case 'Edm.Date':
      return { kind: 'type', type: { type: 'date' } };
    case 'Edm.DateTimeOffset':
      return { kind: 'type', type: { type: 'datetime' } };
    case 'Edm.Decimal':
      return { kind: 'type', type: decimalType(property) };
    case 'Edm.Double':
    case 'Edm.Single':
      return { kind: 'type', type: { type: 'double' } };
    default:
      return edm.startsWith('Edm.') || edm.startsWith('Collection(')
        ? { kind: 'none', because: edm }
        : enumType(model, bare(edm));
  }
}
