import type { SyncState } from '../../core/facts.ts';
import { activityTexts } from '../texts/activity.ts';
import { homeTexts as texts } from '../texts/home.ts';
import { activityText } from './activity-text.ts';

interface Given {
  readonly state: SyncState;
  readonly isOnline: boolean;
  readonly now: number;
  readonly locale: string;
}

/** What is said while this device has no table. */
export function noTablesText({ state, isOnline, now, locale }: Given): string {
  switch (state.activity.kind) {
    case 'signed out':
      return texts.noTablesSignedOut;
    case 'running':
      return texts.noTablesAsking;
    case 'waiting':
    case 'stuck':
      return texts.noTablesWaiting(activityText(state.activity, now, locale));
    case 'idle':
      return isOnline ? texts.noTables : texts.noTablesOffline;
  }
}

/** Why no row arrives at this moment; null while a cycle runs, empty where no reason is known. */
export function whyLoadRests({ state, isOnline, now, locale }: Given): string | null {
  if (state.activity.kind === 'running') return null;
  const isTold = state.activity.kind !== 'idle';
  const parts = [isTold && activityText(state.activity, now, locale), !isOnline && activityTexts.offlineNote];
  return parts.filter((part) => part !== false).join(' ');
}
