import type { Change } from '../../core/change.ts';
import type { StoreFacts } from '../../core/facts.ts';
import { addressText } from '../../core/row.ts';
import { heldByPerson } from '../../core/sendable.ts';
import { changeTexts } from '../texts/change.ts';
import { countText } from './number-text.ts';

export interface ChangeStage {
  readonly label: string;
  /** What that means, in one or two sentences. */
  readonly sentence: string;
  readonly tone: 'quiet' | 'active' | 'warning' | 'danger';
}

/** What a change is told with: what else the outbox holds, and the tables that the service names. */
export type ChangeFacts = Pick<StoreFacts, 'outbox' | 'tables'>;

/** Where a change stands. */
export function changeStage(change: Change, facts: ChangeFacts, locale: string): ChangeStage {
  const label = changeTexts.stage[change.state.kind];
  switch (change.state.kind) {
    case 'pending':
      return { label, sentence: pendingSentence(change, facts, locale), tone: 'quiet' };
    case 'sending':
      return {
        label,
        sentence: change.state.isRepeat ? changeTexts.sendingAgain : changeTexts.sending,
        tone: 'active',
      };
    case 'maybe sent':
      return {
        label,
        sentence: isTableNamed(change, facts) ? changeTexts.maybeSent : changeTexts.maybeSentUnnamed,
        tone: 'quiet',
      };
    case 'conflict':
      return {
        label,
        sentence: change.state.theirs === null ? changeTexts.conflictGone : changeTexts.conflict,
        tone: 'danger',
      };
    case 'parked':
      return {
        label,
        sentence: `${changeTexts.parkedWhy[change.state.why]} ${changeTexts.parkedKept}`,
        tone: 'danger',
      };
  }
}

function pendingSentence(change: Change, facts: ChangeFacts, locale: string): string {
  const row = addressText(change);
  const held = heldByPerson(facts.outbox);
  const ahead = facts.outbox.filter((other) => other.order < change.order && addressText(other) === row);
  if (ahead.length > 0) return ahead.some(({ id }) => held.has(id)) ? changeTexts.behindYours : changeTexts.behind;
  const awaited = facts.outbox.filter((other) => change.dependsOn.includes(other.id));
  if (awaited.length > 0)
    return awaited.some(({ id }) => held.has(id)) ? changeTexts.dependsOnYours : changeTexts.dependsOn;
  if (!isTableNamed(change, facts)) return changeTexts.unnamed;
  if (change.attempts === 0) return changeTexts.pending;
  return changeTexts.triedBefore(changeTexts.times(change.attempts, countText(change.attempts, locale)));
}

function isTableNamed(change: Change, facts: ChangeFacts): boolean {
  return facts.tables.some(({ name }) => name === change.table);
}
