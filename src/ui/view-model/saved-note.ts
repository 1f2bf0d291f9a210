import type { ChangeId } from '../../core/change.ts';
import type { SyncState } from '../../core/facts.ts';
import { changeTexts } from '../texts/change.ts';
import { formTexts as texts } from '../texts/form.ts';
import { mergeTexts } from '../texts/merge.ts';
import { changeStage } from './change-stage.ts';
import { timeText } from './time-text.ts';

/** A change that was just kept. */
export interface SavedChange {
  readonly id: ChangeId;
  readonly savedAt: number;
}

export interface SavedNote {
  readonly tone: 'success' | 'info' | 'warning' | 'danger';
  readonly text: string;
}

/** What is known of a change that the person just saved: told anew whenever more is known. */
export function savedNote(saved: SavedChange, state: SyncState | null, now: number, locale: string): SavedNote {
  const time = (at: number) => timeText(at, now, locale);
  const head = texts.savedAt(time(saved.savedAt));
  const delivery = state?.facts.deliveries.find((candidate) => candidate.id === saved.id);
  if (delivery?.end === 'given up') return { tone: 'warning', text: `${head} ${mergeTexts.savedGaveWay}` };
  if (delivery !== undefined) return { tone: 'success', text: `${head} ${texts.appliedAt(time(delivery.appliedAt))}` };
  const change = state?.facts.outbox.find((candidate) => candidate.id === saved.id);
  if (state === null || change === undefined) {
    const isOlder = state === null || state.asOf <= saved.savedAt;
    return { tone: 'success', text: isOlder ? `${head} ${changeTexts.inOutbox}` : head };
  }
  const { sentence } = changeStage(change, state.facts, locale);
  switch (change.state.kind) {
    case 'sending':
    case 'maybe sent':
      return { tone: 'info', text: `${head} ${sentence}` };
    case 'conflict':
      return {
        tone: 'danger',
        text: `${head} ${change.state.theirs === null ? texts.inConflictGone : texts.inConflict}`,
      };
    case 'parked':
      return { tone: 'danger', text: `${head} ${texts.parked} ${change.lastAnswer?.message ?? ''}`.trim() };
    case 'pending': {
      const waitsForSignIn = state.activity.kind === 'signed out' && sentence === changeTexts.pending;
      return { tone: 'success', text: `${head} ${waitsForSignIn ? changeTexts.afterSignIn : sentence}` };
    }
  }
}
