import { useMemo } from 'preact/hooks';
import type { TableDefinition } from '../../core/table.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RowForm } from '../parts/row-form.tsx';
import { RowReading } from '../parts/row-reading.tsx';
import { useOpenedRow } from '../parts/use-opened-row.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { shellTexts } from '../texts/shell.ts';
import { toRowKey } from '../view-model/row-key.ts';
import { tableProgress } from '../view-model/table-progress.ts';
import { NotFoundScreen } from './not-found-screen.tsx';

/** The form of a row, or of a new one where `rowKey` is null. */
export function FormScreen(props: { readonly table: string; readonly rowKey: string | null }) {
  const services = useServices();
  const facts = services.state.value?.facts;
  const line = services.line.value;
  if (facts === undefined || line === null) return <p class="screen quiet">{shellTexts.opening}</p>;
  const table = facts.tables.find((candidate) => candidate.name === props.table);
  if (table === undefined) return <NotFoundScreen text={shellTexts.tableUnknown(props.table)} />;
  if (props.rowKey !== null) return <OldRow table={table} line={line} rowKey={props.rowKey} />;
  if (!table.privileges.canCreate) {
    return <Notice table={table} text={table.noCreate ? texts.noCreate[table.noCreate] : texts.readOnlyNew} />;
  }
  return <RowForm table={table} line={line} row={null} />;
}

function OldRow(props: { readonly table: TableDefinition; readonly line: DataLine; readonly rowKey: string }) {
  const { table, line } = props;
  const services = useServices();
  const address = useMemo(() => ({ table: table.name, key: toRowKey(props.rowKey) }), [table.name, props.rowKey]);
  const row = useOpenedRow(line, address).value;
  switch (row.kind) {
    case 'reading':
      return <p class="screen quiet">{texts.reading}</p>;
    case 'failed':
      return <Notice table={table} text={texts.broke} />;
    case 'absent': {
      const facts = services.state.value?.facts;
      const progress = facts && tableProgress(facts).find((candidate) => candidate.table.name === table.name);
      const isLoading = progress?.stage === 'loading' || progress?.stage === 'not begun';
      return <Notice table={table} text={isLoading ? texts.goneLoading : texts.gone} />;
    }
    case 'open':
      return table.privileges.canUpdate && !row.row.isDeleteWaiting ? (
        <RowForm table={table} line={line} row={row.row} />
      ) : (
        <RowReading table={table} line={line} row={row.row} />
      );
  }
}

function Notice(props: { readonly table: TableDefinition; readonly text: string }) {
  const { table } = props;
  return (
    <div class="screen narrow">
      <PageHeading title={table.label} back={{ to: listPath(table.name), label: texts.backTo(table.pluralLabel) }} />
      <MessageBar tone="warning">{props.text}</MessageBar>
    </div>
  );
}
