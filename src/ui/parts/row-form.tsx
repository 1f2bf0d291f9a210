import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { isFormTouched } from '../view-model/form-state.ts';
import { rowName } from '../view-model/row-name.ts';
import { DeleteRow } from './delete-row.tsx';
import { Field } from './field.tsx';
import { FormNotices } from './form-notices.tsx';
import { Icon } from './icon.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { PageHeading } from './page-heading.tsx';
import { ProblemSummary } from './problem-summary.tsx';
import { Related } from './related.tsx';
import { RowChanges } from './row-changes.tsx';
import { RowValues } from './row-values.tsx';
import { useRowForm } from './use-row-form.ts';
import { useSave } from './use-save.ts';

/** The form of one row, or of a new one where `row` is null. */
export function RowForm(props: {
  readonly table: TableDefinition;
  readonly line: DataLine;
  readonly row: OpenedRow | null;
}) {
  const { table, line, row } = props;
  const { locale } = useServices();
  const state = useRowForm(line, table, row);
  const summary = useRef<HTMLDivElement>(null);
  const problems = useSignal<{ readonly [column: string]: string }>({});
  const save = useSave({ line, table, state, problems, onOutcome: () => showTop(summary.current) });
  const form = state.form.value;
  const editable = form.columns.filter((column) => !column.isReadOnly);
  const fixed = form.columns.filter((column) => column.isReadOnly);
  const title = row === null ? texts.newTitle(table.label) : rowName(table, row.seen.values);

  const submit = (event: Event) => {
    event.preventDefault();
    void save.save();
  };
  return (
    <form class="screen narrow form-screen" onSubmit={submit} noValidate autocomplete="off">
      <PageHeading
        title={title}
        {...(row !== null && { subtitle: table.label })}
        back={{ to: listPath(table.name), label: texts.backTo(table.pluralLabel) }}
        actions={
          <>
            {row !== null && table.privileges.canDelete && (
              <DeleteRow table={table} line={line} row={row} onDeleted={() => state.reset(row)} />
            )}
            <button class="button primary" type="submit" aria-disabled={save.isBusy}>
              <Icon name="save" /> {save.isBusy ? texts.saving : texts.save}
            </button>
          </>
        }
      />
      <ProblemSummary container={summary} columns={editable} problems={problems.value} locale={locale} />
      <FormNotices state={state} note={save.note.value} row={row} />
      {row !== null && <RowChanges row={row} />}
      <div class="card fields">
        {editable.map((column) => (
          <Field
            key={column.name}
            column={column}
            entered={form.entered[column.name] ?? null}
            problem={problems.value[column.name]}
            onEnter={(entered) => {
              state.enter(column.name, entered);
              save.forgetProblem(column.name);
            }}
          />
        ))}
      </div>
      {row !== null && fixed.length > 0 && (
        <section class="card" aria-labelledby="fixed-title">
          <h2 id="fixed-title">{texts.details}</h2>
          <RowValues columns={fixed} seen={row.seen} />
        </section>
      )}
      {row !== null && <Related line={line} row={row} />}
      <LeaveGuard isOn={isFormTouched(form)} onKeep={state.keepDraft} onDiscard={() => state.reset(row)} />
    </form>
  );
}

/** What became of saving stands at the top: problems take the focus, all else is read out. */
function showTop(summary: HTMLElement | null): void {
  summary?.closest('main')?.scrollTo({ top: 0 });
  if (summary?.hasChildNodes()) summary.focus({ preventScroll: true });
}
