import type { Change } from '../../core/change.ts';
import type { Delivery } from '../../core/delivery.ts';
import { addressText, type Json } from '../../core/row.ts';
import type { ColumnDefinition } from '../../core/table.ts';
import { isSameValue } from '../../core/value.ts';
import { type Entered, enteredFrom, isSameEntered } from './fields.ts';
import type { FormState } from './form-state.ts';

/** A column that changed at the service since the person knew it, by no change of this device. */
export interface FieldNews {
  readonly column: ColumnDefinition;
  readonly before: Json | undefined;
  readonly now: Json | undefined;
  /** What the field would hold with the new value. */
  readonly offered: Entered;
  /** The field shows something else: the person's value stays until they say otherwise. */
  readonly isHeldBack: boolean;
}

/** What the person has to be told about the row under their form. One's own changes are no news. */
export function formNews(form: FormState, deliveries: readonly Delivery[]): readonly FieldNews[] {
  const { shown, known } = form;
  const base = shown?.base;
  if (!shown || !base || (known === null && !form.isBegunOnUnknown)) return [];
  const own = ownWrites(form, deliveries);
  return form.columns.flatMap((column): readonly FieldNews[] => {
    const { name, type } = column;
    const [before, now] = [known?.[name], base[name]];
    if (column.isReadOnly || (known !== null && isSameValue(type, before, now))) return [];
    if (own.some((values) => Object.hasOwn(values, name) && isSameValue(type, values[name], now))) return [];
    const offered = enteredFrom(column, { ...shown.seen, values: base }, form.locale);
    const isHeldBack = !isSameEntered(offered, form.entered[name] ?? null);
    // Where nobody knows what was there before, only what the person entered can be over something newer.
    return known === null && !isHeldBack ? [] : [{ column, before, now, offered, isHeldBack }];
  });
}

function ownWrites({ shown, own }: FormState, deliveries: readonly Delivery[]): readonly Change['values'][] {
  if (shown === null) return [];
  const row = addressText(shown.address);
  const delivered = deliveries.filter((delivery) => delivery.end === 'applied' && addressText(delivery) === row);
  return [...own, ...shown.changes, ...delivered].map(({ values }) => values);
}
