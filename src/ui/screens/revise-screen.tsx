import { useMemo } from 'preact/hooks';
import type { Change } from '../../core/change.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RowForm } from '../parts/row-form.tsx';
import { useOpenedRow } from '../parts/use-opened-row.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { formTexts } from '../texts/form.ts';
import { shellTexts } from '../texts/shell.ts';

/** The form of a row over the values of a change that the service refused: saving changes that change. */
export function ReviseScreen(props: { readonly changeId: string }) {
  const services = useServices();
  const facts = services.state.value?.facts;
  const line = services.line.value;
  if (facts === undefined || line === null) return <p class="screen quiet">{shellTexts.opening}</p>;
  const change = facts.outbox.find(({ id }) => id === props.changeId);
  const table = facts.tables.find(({ name }) => name === change?.table);
  if (change === undefined || table === undefined) return <Notice text={texts.notThere} />;
  if (change.state.kind !== 'parked' || change.kind === 'delete') return <Notice text={texts.noDecision} />;
  return <Revision change={change} table={table} line={line} />;
}

function Revision(props: { readonly change: Change; readonly table: TableDefinition; readonly line: DataLine }) {
  const { change, table, line } = props;
  const address = useMemo(() => ({ table: change.table, key: change.key }), [change.table, change.key]);
  const row = useOpenedRow(line, address).value;
  switch (row.kind) {
    case 'reading':
      return <p class="screen quiet">{formTexts.reading}</p>;
    case 'failed':
      return <Notice text={formTexts.broke} />;
    case 'absent':
      return <Notice text={formTexts.gone} />;
    case 'open':
      return <RowForm table={table} line={line} row={row.row} revising={change} />;
  }
}

function Notice(props: { readonly text: string }) {
  return (
    <div class="screen narrow">
      <PageHeading title={texts.editAndRetry} back={{ to: '/sync', label: texts.back }} />
      <MessageBar tone="info">{props.text}</MessageBar>
    </div>
  );
}
