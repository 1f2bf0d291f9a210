import type { SyncState } from '../../core/facts.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { homeTexts } from '../texts/home.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { noTablesText } from '../view-model/load-texts.ts';
import { percentText } from '../view-model/number-text.ts';
import { type TableProgress, tableProgress } from '../view-model/table-progress.ts';
import { timeText } from '../view-model/time-text.ts';
import { DataTable } from './data-table.tsx';
import { rowsText } from './table-card.tsx';

/** Every table: its rows here, how far a read of it is, and how old they are. */
export function TableStates(props: { readonly state: SyncState }) {
  const { locale, now, isOnline } = useServices();
  const { state } = props;
  const stages = state.activity.kind === 'running' ? homeTexts.stage : homeTexts.restingStage;
  const stage = (row: TableProgress) =>
    row.fraction === null || row.stage === 'whole'
      ? stages[row.stage]
      : `${stages[row.stage]}, ${percentText(row.fraction, locale)}`;
  return (
    <section class="card" aria-labelledby="tables-title">
      <h2 id="tables-title">{texts.tables}</h2>
      {state.facts.tables.length === 0 ? (
        <p class="quiet">{noTablesText({ state, isOnline: isOnline.value, now: now.value, locale })}</p>
      ) : (
        <DataTable
          label={texts.tables}
          rows={tableProgress(state.facts)}
          rowKey={(row) => row.table.name}
          columns={[
            { label: texts.table, cell: (row) => <a href={listPath(row.table.name)}>{row.table.pluralLabel}</a> },
            { label: texts.rows, cell: (row) => rowsText(row, locale) },
            { label: texts.state, cell: stage },
            {
              label: texts.upToDate,
              cell: (row) => (row.upToDateAt === null ? texts.notYet : timeText(row.upToDateAt, now.value, locale)),
            },
          ]}
        />
      )}
    </section>
  );
}
