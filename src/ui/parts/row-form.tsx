import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formPath, listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts } from '../texts/conflict.ts';
import { formTexts as texts } from '../texts/form.ts';
import { isFormTouched } from '../view-model/form-state.ts';
import { rowName } from '../view-model/row-name.ts';
import { DeleteRow } from './delete-row.tsx';
import { Field } from './field.tsx';
import { FormNotices } from './form-notices.tsx';
import { Icon } from './icon.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { MessageBar } from './message-bar.tsx';
import { PageHeading } from './page-heading.tsx';
import { ProblemSummary } from './problem-summary.tsx';
import { Related } from './related.tsx';
import { RowChanges } from './row-changes.tsx';
import { RowGone } from './row-gone.tsx';
import { RowHistory } from './row-history.tsx';
import { RowValues } from './row-values.tsx';
import { type FormSubject, useRowForm } from './use-row-form.ts';
import { useSave } from './use-save.ts';

/** The form of one row, of a new one where `row` is null, or of a parked change. */
export function RowForm(
  props: FormSubject & { readonly isGone?: boolean; readonly onTouched?: (isTouched: boolean) => void },
) {
  const { table, line, row, revising } = props;
  const { locale } = useServices();
  const state = useRowForm(props);
  const summary = useRef<HTMLDivElement>(null);
  const problems = useSignal<{ readonly [column: string]: string }>({});
  const save = useSave({ subject: props, state, problems, onOutcome: () => showTop(summary.current) });
  const form = state.form.value;
  const editable = form.columns.filter((column) => !column.isReadOnly);
  const fixed = form.columns.filter((column) => column.isReadOnly);
  const isGone = props.isGone === true;
  const isPlain = row !== null && revising === null && !isGone;

  const isTouched = isFormTouched(form);
  useEffect(() => props.onTouched?.(isTouched), [isTouched]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!isGone) void save.save();
  };
  return (
    <form class="screen narrow form-screen" onSubmit={submit} noValidate autocomplete="off">
      <PageHeading
        title={titleOf(props)}
        {...(row !== null && { subtitle: table.label })}
        back={revising === null ? { to: listPath(table.name), label: texts.backTo(table.pluralLabel) } : backToSync}
        actions={
          !isGone && (
            <>
              {isPlain && table.privileges.canDelete && (
                <DeleteRow table={table} line={line} row={row} onDeleted={() => state.reset(row)} />
              )}
              <button class="button primary" type="submit" aria-disabled={save.isBusy}>
                <Icon name="save" /> {save.isBusy ? texts.saving : texts.save}
              </button>
            </>
          )
        }
      />
      <ProblemSummary container={summary} columns={editable} problems={problems.value} locale={locale} />
      {isGone && row !== null && (
        <RowGone
          table={table}
          mayCreate={table.privileges.canCreate}
          onCreate={save.createAgain}
          onLetGo={() => state.reset(row)}
        />
      )}
      {revising !== null && <Revising row={formPath(table.name, revising.key)} />}
      <FormNotices state={state} note={save.note.value} row={row} isRevision={revising !== null} />
      {isPlain && <RowChanges row={row} name={titleOf(props)} />}
      <div class="card fields">
        {editable.map((column) => (
          <Field
            key={column.name}
            column={column}
            entered={form.entered[column.name] ?? null}
            problem={problems.value[column.name]}
            news={state.news.find((news) => news.column.name === column.name)}
            onEnter={(entered) => {
              state.enter(column.name, entered);
              save.forgetProblem(column.name);
            }}
          />
        ))}
      </div>
      {isPlain && fixed.length > 0 && (
        <section class="card" aria-labelledby="fixed-title">
          <h2 id="fixed-title">{texts.details}</h2>
          <RowValues columns={fixed} seen={row.seen} />
        </section>
      )}
      {isPlain && <RowHistory row={row} />}
      {isPlain && <Related line={line} row={row} />}
      <LeaveGuard isOn={isTouched} onKeep={state.keepDraft} onDiscard={() => state.reset(row)} />
    </form>
  );
}

const backToSync = { to: '/sync', label: conflictTexts.back };

function titleOf({ table, row, revising }: FormSubject): string {
  if (row === null) return texts.newTitle(table.label);
  const name = rowName(table, row.seen.values);
  return revising === null ? name : conflictTexts.reviseTitle(name);
}

function Revising(props: { readonly row: string }) {
  return (
    <MessageBar
      tone="info"
      actions={
        <a class="button" href={props.row}>
          {conflictTexts.openRow}
        </a>
      }
    >
      {conflictTexts.reviseMore}
    </MessageBar>
  );
}

/** What became of saving stands at the top: problems take the focus, all else is read out. */
function showTop(summary: HTMLElement | null): void {
  summary?.closest('main')?.scrollTo({ top: 0 });
  if (summary?.hasChildNodes()) summary.focus({ preventScroll: true });
}
