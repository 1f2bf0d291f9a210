import type { ColumnDefinition } from '../../core/table.ts';
import type { SeenRow } from '../../core/view.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { fieldTexts } from '../texts/field.ts';
import { valueText } from '../view-model/value-text.ts';

/** Columns and values to read. */
export function RowValues(props: { readonly columns: readonly ColumnDefinition[]; readonly seen: SeenRow }) {
  return (
    <dl class="row-values">
      {props.columns.map((column) => (
        <div key={column.name} class={column.type.kind === 'long text' ? 'wide-field' : ''}>
          <dt>{column.label}</dt>
          <dd dir="auto">
            <Value column={column} seen={props.seen} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value(props: { readonly column: ColumnDefinition; readonly seen: SeenRow }) {
  const { locale } = useServices();
  const { column, seen } = props;
  const value = seen.values[column.name];
  const text = valueText(column, value, { locale, lookupNames: seen.lookupNames });
  if (text === '') return <span class="quiet">{fieldTexts.empty}</span>;
  const target = column.type.kind === 'lookup' ? column.type.targets[0] : undefined;
  if (target === undefined || typeof value !== 'string') return text;
  return <a href={formPath(target, value)}>{seen.lookupNames[column.name] ?? fieldTexts.nameUnknown}</a>;
}
