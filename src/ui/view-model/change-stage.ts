import type { Change } from '../../core/change.ts';
import { addressText } from '../../core/row.ts';
import { changeTexts } from '../texts/change.ts';
import { countText } from './number-text.ts';

export interface ChangeStage {
  readonly label: string;
  /** What that means, in one or two sentences. */
  readonly sentence: string;
  readonly tone: 'quiet' | 'active' | 'warning' | 'danger';
}

/** Where a change stands, told with what else the outbox holds. */
export function changeStage(change: Change, outbox: readonly Change[], locale: string): ChangeStage {
  const label = changeTexts.stage[change.state.kind];
  switch (change.state.kind) {
    case 'pending':
      return { label, sentence: pendingSentence(change, outbox, locale), tone: 'quiet' };
    case 'sending':
      return {
        label,
        sentence: change.state.isRepeat ? changeTexts.sendingAgain : changeTexts.sending,
        tone: 'active',
      };
    case 'maybe sent':
      return { label, sentence: changeTexts.maybeSent, tone: 'warning' };
    case 'conflict':
      return {
        label,
        sentence: change.state.theirs === null ? changeTexts.conflictGone : changeTexts.conflict,
        tone: 'danger',
      };
    case 'parked':
      return { label, sentence: changeTexts.parked, tone: 'danger' };
  }
}

function pendingSentence(change: Change, outbox: readonly Change[], locale: string): string {
  const row = addressText(change);
  if (outbox.some((other) => other.order < change.order && addressText(other) === row)) return changeTexts.behind;
  if (change.dependsOn.some((id) => outbox.some((other) => other.id === id))) return changeTexts.dependsOn;
  if (change.attempts === 0) return changeTexts.pending;
  return changeTexts.triedBefore(changeTexts.times(change.attempts, countText(change.attempts, locale)));
}
