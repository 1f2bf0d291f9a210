import type { Canary } from '../../core/canary.ts';
import { canaryTexts as texts } from '../texts/canary.ts';
import { countText } from './number-text.ts';
import { timeText } from './time-text.ts';

interface Reader {
  readonly now: number;
  readonly locale: string;
}

/** What would tell if the browser deleted everything here. */
export function canaryText(canary: Canary, { now, locale }: Reader): readonly string[] {
  switch (canary.kind) {
    case 'none':
      return [texts.cannotKnow];
    case 'not asked':
      return [texts.notAsked];
    case 'kept': {
      const { unsent, reportedAt } = canary;
      const waits = unsent === 0 ? texts.keptNothing : texts.keptSome(countText(unsent, locale), unsent === 1);
      return [texts.kept(timeText(reportedAt, now, locale), waits), texts.keptMore];
    }
  }
}
