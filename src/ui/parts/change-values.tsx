import type { Change } from '../../core/change.ts';
import type { Json } from '../../core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { DataTable } from './data-table.tsx';
import { WireValue } from './wire-value.tsx';

/** The changed columns: before and mine, and in a conflict what stands there now. Open where a person must decide. */
export function ChangeValues(props: { readonly change: Change; readonly table: TableDefinition }) {
  const { change, table } = props;
  const columns = table.columns.filter((column) => column.name in change.values);
  const isConflict = change.state.kind === 'conflict';
  const theirs = change.state.kind === 'conflict' ? change.state.theirs : null;
  const cell = (values: { readonly [column: string]: Json }) => (column: ColumnDefinition) =>
    column.name in values ? <WireValue column={column} value={values[column.name]} /> : texts.unknown;
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
