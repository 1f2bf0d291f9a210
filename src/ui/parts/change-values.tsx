import type { Change } from '../../core/change.ts';
import type { Json } from '../../core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import { useServices } from '../services-context.ts';
import { fieldTexts } from '../texts/field.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { toRowKey } from '../view-model/row-key.ts';
import { valueText } from '../view-model/value-text.ts';
import { DataTable } from './data-table.tsx';
import { useRowName } from './use-row-name.ts';

/** The changed columns: before and mine, and in a conflict what stands there now. Open where a person must decide. */
export function ChangeValues(props: { readonly change: Change; readonly table: TableDefinition }) {
  const { change, table } = props;
  const columns = table.columns.filter((column) => column.name in change.values);
  const isConflict = change.state.kind === 'conflict';
  const theirs = change.state.kind === 'conflict' ? change.state.theirs : null;
  const cell = (values: { readonly [column: string]: Json }) => (column: ColumnDefinition) =>
    column.name in values ? <ValueCell column={column} value={values[column.name]} /> : texts.unknown;
  return (
    <details class="change-values" open={isConflict}>
      <summary>{columns.map((column) => column.label).join(', ')}</summary>
      <DataTable
        label={texts.column}
        rows={columns}
        rowKey={(column) => column.name}
        columns={[
          { label: texts.column, cell: (column) => column.label },
          ...(change.kind === 'update' ? [{ label: texts.base, cell: cell(change.oldValues) }] : []),
          { label: texts.mine, cell: cell(change.values) },
          ...(isConflict
            ? [{ label: texts.theirs, cell: theirs === null ? () => texts.goneThere : cell(theirs.values) }]
            : []),
        ]}
      />
    </details>
  );
}

function ValueCell(props: { readonly column: ColumnDefinition; readonly value: Json | undefined }) {
  const { locale } = useServices();
  const { column, value } = props;
  const target = column.type.kind === 'lookup' ? column.type.targets[0] : undefined;
  const name = useRowName(
    target !== undefined && typeof value === 'string' ? { table: target, key: toRowKey(value) } : null,
  );
  const lookupNames = { [column.name]: name ?? fieldTexts.nameUnknown };
  const text = valueText(column, value, { locale, lookupNames });
  return text === '' ? <span class="quiet">{fieldTexts.empty}</span> : <span dir="auto">{text}</span>;
}
