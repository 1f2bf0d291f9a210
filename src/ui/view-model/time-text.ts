const dayMs = 86_400_000;

/** The time of day; with the date where it was not today. */
export function timeText(at: number, now: number, locale: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(
    locale,
    isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  ).format(at);
}

/** Time of day to the second: for logs, where seconds matter. */
export function exactTimeText(at: number, now: number, locale: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(
    locale,
    isToday ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'medium' },
  ).format(at);
}

/** How old something is, in the largest unit that says it. */
export function ageText(at: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  const ageMs = Math.max(0, now - at);
  if (ageMs < 60_000) return format.format(0, 'minute');
  if (ageMs < 3_600_000) return format.format(-Math.floor(ageMs / 60_000), 'minute');
  if (ageMs < dayMs) return format.format(-Math.floor(ageMs / 3_600_000), 'hour');
  return format.format(-Math.floor(ageMs / dayMs), 'day');
}

/** How long something took. */
export function durationText(ms: number, locale: string): string {
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (ms < 1000) return unit(Math.round(ms), 'millisecond', 0);
  if (ms < 60_000) return unit(ms / 1000, 'second', 1);
  return unit(ms / 60_000, 'minute', 1);
}
