import type { Notice } from '../../core/notice.ts';
import { deviceTexts as texts } from '../texts/device.ts';
import { countText } from './number-text.ts';
import { timeText } from './time-text.ts';

interface Reader {
  readonly now: number;
  readonly locale: string;
}

/** What a notice says: its title, and sentences in order. */
export function noticeTexts(notice: Notice, { now, locale }: Reader): { title: string; sentences: readonly string[] } {
  const time = (at: number) => timeText(at, now, locale);
  if (notice.kind === 'service restored') {
    const { missing, missingSince } = notice;
    const said = texts.restoredMissing(countText(missing, locale), missing === 1, time(missingSince));
    return { title: texts.restored, sentences: [said] };
  }
  const { unsent, lastReportAt, at } = notice;
  const last = time(lastReportAt);
  const waited =
    unsent === null || unsent === 0
      ? unsent === null
        ? []
        : [texts.evictedNothing(last)]
      : [texts.evictedUnsent(countText(unsent, locale), unsent === 1, last)];
  const sentences = [
    texts.evictedWhen(last, time(at)),
    ...waited,
    texts.evictedLater,
    texts.evictedEscrow,
    texts.evictedPrevent,
  ];
  return { title: texts.evicted, sentences };
}
