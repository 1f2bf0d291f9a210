import type { Activity } from '../../core/facts.ts';
import { activityTexts as texts } from '../texts/activity.ts';
import { exactTimeText } from './time-text.ts';

export function activityText(activity: Activity, now: number, locale: string): string {
  switch (activity.kind) {
    case 'idle':
      return texts.idle;
    case 'waiting':
      return texts[activity.isAsked ? 'asked' : 'waiting'](
        asSentence(activity.reason),
        exactTimeText(activity.until, now, locale),
      );
    case 'running':
      return texts.running(
        texts.hosts[activity.host],
        texts.triggers[activity.trigger],
        exactTimeText(activity.startedAt, now, locale),
      );
    case 'stuck': {
      const { awaited, nextTryAt } = activity;
      const since = exactTimeText(awaited.since, now, locale);
      const next = nextTryAt === null ? texts.stuckTrying : texts.stuckNext(exactTimeText(nextTryAt, now, locale));
      return `${texts.stuck(awaited.what, since)} ${next}`;
    }
    case 'signed out':
      return texts.signedOut(asSentence(activity.reason));
  }
}

/** Reasons also come from browsers and services, with a full stop or without. */
function asSentence(text: string): string {
  return /[.!?…]$/.test(text) || text === '' ? text : `${text}.`;
}
