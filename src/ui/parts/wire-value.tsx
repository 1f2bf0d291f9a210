import type { Json } from '../../core/row.ts';
import type { ColumnDefinition } from '../../core/table.ts';
import { useServices } from '../services-context.ts';
import { fieldTexts } from '../texts/field.ts';
import { toRowKey } from '../view-model/row-key.ts';
import { valueText } from '../view-model/value-text.ts';
import { useNameAmong } from './use-row-name.ts';

/** One value as a person reads it: a choice by its label, a lookup by the name of the row that it points to. */
export function WireValue(props: { readonly column: ColumnDefinition; readonly value: Json | undefined }) {
  const { locale } = useServices();
  const { column, value } = props;
  const targets = column.type.kind === 'lookup' && typeof value === 'string' && value !== '' ? column.type.targets : [];
  const name = useNameAmong(targets.map((table) => ({ table, key: toRowKey(String(value)) })));
  const text = valueText(column, value, { locale, lookupNames: { [column.name]: name ?? fieldTexts.nameUnknown } });
  return text === '' ? <span class="quiet">{fieldTexts.empty}</span> : <span dir="auto">{text}</span>;
}
