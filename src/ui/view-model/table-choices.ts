import type { ConflictPolicy } from '../../core/table-settings.ts';
import { tableSettingsTexts as texts } from '../texts/table-settings.ts';

export const policies: readonly ConflictPolicy[] = ['ask', 'mine', 'theirs'];

const minuteMs = 60_000;

/** From `shortestIntervalMs` to `longestIntervalMs` (core/table-settings.ts). */
const steps = [
  { amount: 5, unit: 'minute', ms: 5 * minuteMs },
  { amount: 15, unit: 'minute', ms: 15 * minuteMs },
  { amount: 1, unit: 'hour', ms: 60 * minuteMs },
  { amount: 4, unit: 'hour', ms: 240 * minuteMs },
  { amount: 1, unit: 'day', ms: 1440 * minuteMs },
] as const;

export interface IntervalChoice {
  /** Milliseconds, or empty for what the app does by itself. */
  readonly value: string;
  readonly label: string;
}

export function intervalChoices(locale: string): readonly IntervalChoice[] {
  const every = steps.map(({ amount, unit, ms }) => {
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
    return { value: String(ms), label: texts.every(format.format(amount)) };
  });
  return [{ value: '', label: texts.default }, ...every];
}
