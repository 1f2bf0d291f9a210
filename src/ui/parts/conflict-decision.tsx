import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Change } from '../../core/change.ts';
import { dropping } from '../../core/drop.ts';
import type { StoreFacts } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { type Choices, type Conflict, choosable, firstChoices, mixOf } from '../view-model/conflict.ts';
import { conflictStory, listOf } from '../view-model/conflict-story.ts';
import { ConflictActions, type Way } from './conflict-actions.tsx';
import type { Decided } from './conflict-outcome.tsx';
import { ConflictTable } from './conflict-table.tsx';
import { ConflictWhole } from './conflict-whole.tsx';
import { DropDialog } from './drop-dialog.tsx';
import { MessageBar } from './message-bar.tsx';
import { useDecision } from './use-decision.ts';

/** One conflict: what happened, column by column, and the ways out of it. */
export function ConflictDecision(props: {
  readonly change: Change;
  readonly conflict: Conflict;
  readonly table: TableDefinition;
  readonly facts: StoreFacts;
  readonly row: OpenedRow | null;
  readonly name: string;
  /** `isGone` where nothing is left to send. */
  readonly onDecided: (outcome: Decided['outcome'], label: string) => void;
}) {
  const { change, conflict, facts } = props;
  const { locale, now } = useServices();
  const choices = useSignal<Choices>(useMemo(() => firstChoices(conflict), [change.id]));
  const isAsking = useSignal(false);
  const isIncomplete = useSignal(false);
  const { hasFailed, decide } = useDecision();
  const mayMix =
    (conflict.kind === 'both changed' || conflict.kind === 'both created') && choosable(conflict).length > 1;
  const dropLabel = conflict.kind === 'gone there' ? texts.letGo : texts.takeTheirs;
  const open = mixOf(conflict, change, choices.value);

  const letGo = async (label: string) => {
    const { removed, unlinked } = dropping(facts.outbox, change, facts.tables);
    if (removed.length > 1 || unlinked.length > 0) isAsking.value = true;
    else if (await decide(change.id, { kind: 'drop' })) props.onDecided('is gone', label);
  };
  const goOn = async (label: string) => {
    if (await decide(change.id, { kind: 'retry' }))
      props.onDecided(conflict.kind === 'both deleted' ? 'is gone' : 'goes on', label);
  };
  const mix = async (label: string) => {
    isIncomplete.value = open.kind === 'open';
    if (open.kind === 'open') return;
    if (Object.keys(open.values).length === 0) return await letGo(label);
    if (await decide(change.id, { kind: 'revise', values: open.values })) props.onDecided('goes on', label);
  };
  const ways: { readonly [way in Way]: (label: string) => Promise<void> } = { 'go on': goOn, 'let go': letGo, mix };
  return (
    <>
      <section class="card" aria-labelledby="what-title">
        <h2 id="what-title">{texts.what}</h2>
        {conflictStory(change, conflict, { now: now.value, locale }).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {hasChangedAgain(change, props.row) && <MessageBar tone="warning">{texts.changedAgain}</MessageBar>}
      </section>
      <section class="card" aria-labelledby="compare-title">
        <h2 id="compare-title">{texts.compare}</h2>
        {mayMix && <p class="quiet">{texts.chooseMore}</p>}
        {conflict.lines.length > 0 && (
          <ConflictTable
            conflict={conflict}
            choices={mayMix ? choices.value : null}
            onChoose={(column, side) => {
              choices.value = { ...choices.value, [column]: side };
              isIncomplete.value = false;
            }}
          />
        )}
        {conflict.lines.length === 0 && <p class="quiet">{texts.deletedUnknown}</p>}
        {conflict.lines.some(({ kind }) => kind === 'theirs') && conflict.kind === 'both changed' && (
          <p class="quiet">{texts.mergedMore}</p>
        )}
        {conflict.kind === 'gone there' && <ConflictWhole change={change} table={props.table} row={props.row} />}
        {isIncomplete.value && open.kind === 'open' && (
          <MessageBar tone="danger" isNews>
            {texts.mixOpen(
              listOf(
                open.columns.map(({ label }) => label),
                locale,
              ),
            )}
          </MessageBar>
        )}
        {hasFailed.value && (
          <MessageBar tone="danger" isNews>
            {texts.failed}
          </MessageBar>
        )}
        <ConflictActions kind={conflict.kind} mayMix={mayMix} onDecide={(way, label) => void ways[way](label)} />
      </section>
      {isAsking.value && (
        <DropDialog
          change={change}
          name={props.name}
          action={dropLabel}
          onClose={() => {
            isAsking.value = false;
          }}
          onDropped={() => props.onDecided('is gone', dropLabel)}
        />
      )}
    </>
  );
}

/** The row came once more since, in a version that is neither the one of the change nor theirs. */
function hasChangedAgain({ state, baseETag }: Change, row: OpenedRow | null): boolean {
  if (state.kind !== 'conflict' || row === null || row.baseETag === null) return false;
  return row.baseETag !== baseETag && row.baseETag !== state.theirs?.etag;
}
