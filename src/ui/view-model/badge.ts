import type { SyncState } from '../../core/facts.ts';
import { badgeTexts } from '../texts/badge.ts';
import { countText, percentText } from './number-text.ts';
import { summarizeOutbox } from './outbox-summary.ts';
import { loadProgress } from './table-progress.ts';
import { timeText } from './time-text.ts';

export type BadgeKind =
  | 'starting'
  | 'needs you'
  | 'stuck'
  | 'offline'
  | 'syncing'
  | 'waiting'
  | 'not whole'
  | 'up to date';

export interface Badge {
  readonly kind: BadgeKind;
  readonly text: string;
}

export interface BadgeFacts {
  readonly state: SyncState | null;
  readonly isOnline: boolean;
  readonly now: number;
  readonly locale: string;
}

/**
 * The one sentence that is always in view. What a person must do outranks what is wrong, which outranks what goes on,
 * which outranks what waits; only when nothing of that is so it says how old the rows are.
 */
export function badgeOf(facts: BadgeFacts): Badge {
  const { state, locale } = facts;
  if (state === null) return { kind: 'starting', text: badgeTexts.starting };
  const { waiting, needYou } = summarizeOutbox(state.facts.outbox);
  const count = (n: number) => countText(n, locale);
  const withWaiting = (text: string) => (waiting === 0 ? text : `${text} · ${badgeTexts.alsoWaiting(count(waiting))}`);

  if (state.activity.kind === 'signed out') return { kind: 'needs you', text: withWaiting(badgeTexts.signInAgain) };
  if (needYou > 0) return { kind: 'needs you', text: withWaiting(badgeTexts.needYou(count(needYou), needYou === 1)) };
  if (!facts.isOnline) return { kind: 'offline', text: withWaiting(badgeTexts.offline) };

  if (state.activity.kind === 'stuck') return { kind: 'stuck', text: withWaiting(badgeTexts.stuck) };

  const load = loadProgress(state.facts);
  if (state.activity.kind === 'running') {
    const isLoading = !load.isWhole && load.fraction !== null;
    const text = isLoading ? badgeTexts.loading(percentText(load.fraction ?? 0, locale)) : badgeTexts.syncing;
    return { kind: 'syncing', text: withWaiting(text) };
  }
  if (waiting > 0) return { kind: 'waiting', text: badgeTexts.waiting(count(waiting), waiting === 1) };
  if (!load.isWhole) return { kind: 'not whole', text: badgeTexts.notWhole };
  if (load.upToDateAt === null || load.isReadAgain) return { kind: 'not whole', text: badgeTexts.readingAgain };
  return { kind: 'up to date', text: badgeTexts.upToDate(timeText(load.upToDateAt, facts.now, locale)) };
}
