import { useEffect, useRef } from 'preact/hooks';
import type { Change } from '../../core/change.ts';
import type { StoreFacts } from '../../core/facts.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { mergeTexts } from '../texts/merge.ts';
import { changeStage } from '../view-model/change-stage.ts';
import { timeText } from '../view-model/time-text.ts';
import { MessageBar, type Tone } from './message-bar.tsx';

/** What was decided on this screen, and how often the change had gone out by then. */
export interface Decided {
  readonly outcome: 'goes on' | 'is gone';
  /** What the person chose, by the words of its button. */
  readonly label: string;
  readonly at: number;
  readonly attempts: number;
}

/** What becomes of a change after the decision, told anew whenever more is known. */
export function ConflictOutcome(props: {
  readonly change: Change;
  readonly isThere: boolean;
  readonly isInConflict: boolean;
  readonly decided: Decided | null;
  readonly facts: StoreFacts;
  readonly hasRow: boolean;
}) {
  const { change, decided, facts } = props;
  const { locale, now } = useServices();
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The buttons that had the focus are gone.
    if (decided !== null) here.current?.focus();
  }, [decided?.at]);
  if (decided === null && props.isInConflict) return null;
  // The decision is kept before the state that shows it has come.
  const isAgain = decided !== null && props.isInConflict && change.attempts > decided.attempts;
  const time = (at: number) => timeText(at, now.value, locale);
  const delivery = facts.deliveries.find(({ id }) => id === change.id);
  const told = (): { readonly tone: Tone; readonly text: string } => {
    if (isAgain) return { tone: 'warning', text: texts.again };
    if (delivery?.end === 'given up') return { tone: 'warning', text: mergeTexts.savedGaveWay };
    if (delivery !== undefined) return { tone: 'success', text: texts.appliedAt(time(delivery.appliedAt)) };
    if (decided?.outcome === 'is gone') return { tone: 'success', text: texts.decidedGone };
    if (!props.isThere) return { tone: 'info', text: texts.notThere };
    if (props.isInConflict) return { tone: 'info', text: '' };
    const stage = changeStage(change, facts, locale);
    return { tone: stage.tone === 'danger' ? 'danger' : 'info', text: stage.sentence };
  };
  const { tone, text } = told();
  const head =
    decided === null ? (props.isThere ? texts.noDecision : '') : texts.decidedAt(time(decided.at), decided.label);
  return (
    <div ref={here} tabIndex={-1} class="conflict-outcome">
      <MessageBar
        tone={tone}
        isNews
        title={head}
        actions={
          <>
            {props.hasRow && (
              <a class="button" href={formPath(change.table, change.key)}>
                {texts.openRow}
              </a>
            )}
            <a class="button" href="/sync">
              {texts.toSync}
            </a>
          </>
        }
      >
        {text}
      </MessageBar>
    </div>
  );
}
