import type { Change } from '../../core/change.ts';
import type { TableDefinition } from '../../core/table.ts';
import { isEmpty } from '../../core/value.ts';
import type { OpenedRow } from '../../core/view.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { formColumns } from '../view-model/fields.ts';
import { MessageBar } from './message-bar.tsx';
import { WireValue } from './wire-value.tsx';

/** Everything that would be in a row that is created again, as far as this device remembers it. */
export function ConflictWhole(props: {
  readonly change: Change;
  readonly table: TableDefinition;
  readonly row: OpenedRow | null;
}) {
  const { change, row } = props;
  const met = change.state.kind === 'conflict' ? change.state.met?.base : null;
  const base = row?.base ?? met ?? null;
  const values = { ...(base ?? change.oldValues), ...change.values };
  const columns = formColumns(props.table).filter(({ name, isReadOnly }) => !isReadOnly && !isEmpty(values[name]));
  if (base === null) return <MessageBar tone="warning">{texts.wholeRowPartly}</MessageBar>;
  return (
    <details>
      <summary>{texts.wholeRow}</summary>
      <dl class="row-values">
        {columns.map((column) => (
          <div key={column.name} class={column.type.kind === 'long text' ? 'wide-field' : ''}>
            <dt>{column.label}</dt>
            <dd>
              <WireValue column={column} value={values[column.name]} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
