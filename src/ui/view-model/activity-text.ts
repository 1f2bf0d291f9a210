import type { Activity } from '../../core/facts.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { exactTimeText } from './time-text.ts';

export function activityText(activity: Activity, now: number, locale: string): string {
  switch (activity.kind) {
    case 'idle':
      return texts.activity.idle;
    case 'waiting':
      return texts.activity[activity.isAsked ? 'asked' : 'waiting'](
        asSentence(activity.reason),
        exactTimeText(activity.until, now, locale),
      );
    case 'running':
      return texts.activity.running(
        texts.hosts[activity.host],
        texts.triggers[activity.trigger],
        exactTimeText(activity.startedAt, now, locale),
      );
    case 'stuck': {
      const { awaited, nextTryAt } = activity;
      const since = exactTimeText(awaited.since, now, locale);
      const next =
        nextTryAt === null
          ? texts.activity.stuckTrying
          : texts.activity.stuckNext(exactTimeText(nextTryAt, now, locale));
      return `${texts.activity.stuck(awaited.what, since)} ${next}`;
    }
    case 'signed out':
      return texts.activity.signedOut(asSentence(activity.reason));
  }
}

/** Reasons also come from browsers and services, with a full stop or without. */
function asSentence(text: string): string {
  return /[.!?…]$/.test(text) || text === '' ? text : `${text}.`;
}
