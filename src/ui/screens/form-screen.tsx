import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { StoreFacts } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RowForm } from '../parts/row-form.tsx';
import { RowReading } from '../parts/row-reading.tsx';
import { useOpenedRow } from '../parts/use-opened-row.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { noCreateTexts } from '../texts/no-create.ts';
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
    return <Notice table={table} text={table.noCreate ? noCreateTexts[table.noCreate] : texts.readOnlyNew} />;
  }
  return <RowForm table={table} line={line} row={null} revising={null} />;
}

function OldRow(props: { readonly table: TableDefinition; readonly line: DataLine; readonly rowKey: string }) {
  const { table, line } = props;
  const services = useServices();
  const address = useMemo(() => ({ table: table.name, key: toRowKey(props.rowKey) }), [table.name, props.rowKey]);
  const row = useOpenedRow(line, address).value;
  const last = useRef<OpenedRow | null>(null);
  const touched = useSignal(false);
  const before = last.current;
  if (row.kind === 'open') last.current = row.row;
  // What was typed into the form of a row that has gone meanwhile stays in the form.
  const isGone = row.kind === 'absent' && before !== null;
  const shown = row.kind === 'open' ? row.row : isGone && touched.value ? before : null;
  if (shown !== null && table.privileges.canUpdate && !shown.isDeleteWaiting) {
    return (
      <RowForm
        table={table}
        line={line}
        row={shown}
        revising={null}
        isGone={isGone}
        onTouched={(isTouched) => {
          touched.value = isTouched;
        }}
      />
    );
  }
  switch (row.kind) {
    case 'reading':
      return <p class="screen quiet">{texts.reading}</p>;
    case 'failed':
      return <Notice table={table} text={texts.broke} />;
    case 'absent':
      return (
        <Notice table={table} text={isGone ? texts.goneWhileOpen : absentText(table, services.state.value?.facts)} />
      );
    case 'open':
      return <RowReading table={table} line={line} row={row.row} />;
  }
}

function absentText(table: TableDefinition, facts: StoreFacts | undefined): string {
  const progress = facts && tableProgress(facts).find((candidate) => candidate.table.name === table.name);
  const isLoading = progress?.stage === 'loading' || progress?.stage === 'not begun';
  return isLoading ? texts.goneLoading : texts.gone;
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
