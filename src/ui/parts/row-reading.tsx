import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { formColumns } from '../view-model/fields.ts';
import { rowName } from '../view-model/row-name.ts';
import { DeleteRow } from './delete-row.tsx';
import { MessageBar } from './message-bar.tsx';
import { PageHeading } from './page-heading.tsx';
import { Related } from './related.tsx';
import { RowChanges } from './row-changes.tsx';
import { RowHistory } from './row-history.tsx';
import { RowValues } from './row-values.tsx';

/** A row that this person may read and not change, or that waits to be deleted. */
export function RowReading(props: {
  readonly table: TableDefinition;
  readonly line: DataLine;
  readonly row: OpenedRow;
}) {
  const { table, row } = props;
  const name = rowName(table, row.seen.values);
  const asksNobody = useServices().account.value?.environment.signIn === 'none';
  return (
    <div class="screen narrow">
      <PageHeading
        title={name}
        subtitle={table.label}
        back={{ to: listPath(table.name), label: texts.backTo(table.pluralLabel) }}
        actions={
          table.privileges.canDelete &&
          !row.isDeleteWaiting && (
            <DeleteRow table={table} line={props.line} row={row} onDeleted={() => Promise.resolve()} />
          )
        }
      />
      <MessageBar tone="info">
        {row.isDeleteWaiting ? texts.deleteWaits : asksNobody ? texts.readOnlyForAll : texts.readOnly}
      </MessageBar>
      <RowChanges row={row} name={name} />
      <div class="card">
        <RowValues columns={formColumns(table)} seen={row.seen} />
      </div>
      <RowHistory row={row} />
      <Related line={props.line} row={row} />
    </div>
  );
}
