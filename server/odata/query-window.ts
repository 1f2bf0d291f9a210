import type { QueryFunctionName } from './query-function.ts';

/** From, inclusive, to, exclusive, both in ms since 1970; null: open. */
export type Window = { readonly fromMs: number | null; readonly toMs: number | null };

const units = ['Minutes', 'Hours', 'Days', 'Weeks', 'Months', 'Years'] as const;
type Unit = (typeof units)[number];
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const earliestMs = Date.UTC(1753, 0, 1);
const latestMs = Date.UTC(9999, 11, 31);

export const dayOf = (ms: number): number => Math.floor(ms / dayMs) * dayMs;

/** A step beyond what a date can be leaves that side open. */
function move(ms: number, unit: Unit, count: number): number | null {
  const lengths = { Minutes: minuteMs, Hours: hourMs, Days: dayMs, Weeks: 7 * dayMs };
  const isMonths = unit === 'Months' || unit === 'Years';
  const moved = isMonths ? moveMonths(ms, unit === 'Years' ? 12 * count : count) : ms + count * lengths[unit];
  return moved >= earliestMs && moved <= latestMs ? moved : null;
}

/** The last day of a shorter month, where it has no such day. */
function moveMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first + (Math.min(date.getUTCDate(), days) - 1) * dayMs + (ms - dayOf(ms));
}

function startOf(unit: 'Week' | 'Month' | 'Year', nowMs: number): number {
  const now = new Date(nowMs);
  if (unit === 'Week') return dayOf(nowMs) - now.getUTCDay() * dayMs;
  return Date.UTC(now.getUTCFullYear(), unit === 'Month' ? now.getUTCMonth() : 0, 1);
}

function fixedWindow(name: string, nowMs: number): Window | null {
  const today = dayOf(nowMs);
  const days: Readonly<Record<string, number>> = { Yesterday: -1, Today: 0, Tomorrow: 1 };
  const offset = Object.hasOwn(days, name) ? days[name] : undefined;
  if (offset !== undefined) return { fromMs: today + offset * dayMs, toMs: today + (offset + 1) * dayMs };
  const [, which, unit] = /^(Last|This|Next)(Week|Month|Year)$/.exec(name) ?? [];
  if (unit !== 'Week' && unit !== 'Month' && unit !== 'Year') return null;
  const start = startOf(unit, nowMs);
  const at = which === 'Last' ? -1 : which === 'This' ? 0 : 1;
  return { fromMs: move(start, `${unit}s`, at), toMs: move(start, `${unit}s`, at + 1) };
}

function countedWindow(which: string, unit: Unit, count: number, nowMs: number): Window {
  // Days and longer begin with a day, hours with an hour; "last" ends and "next" begins now.
  const begin = unit === 'Minutes' ? nowMs : unit === 'Hours' ? Math.floor(nowMs / hourMs) * hourMs : dayOf(nowMs);
  if (which === 'OlderThan') return { fromMs: null, toMs: move(begin, unit, -count) ?? earliestMs };
  if (which === 'Last') return { fromMs: move(begin, unit, -count), toMs: nowMs };
  const step = unit === 'Hours' ? hourMs : dayMs;
  return { fromMs: nowMs, toMs: move(begin + step, unit, count) };
}

/**
 * The span of time a query function means; null: it is none of time. Dataverse counts in the person's time zone, this
 * service in UTC, with weeks from Sunday on (inferred, as are the ends).
 */
export function queryWindow(name: QueryFunctionName, count: number, nowMs: number): Window | null {
  const seven = /^(Last|Next)7Days$/.exec(name)?.[1];
  if (seven !== undefined) return countedWindow(seven, 'Days', 7, nowMs);
  const [, which, length] = /^(Last|Next|OlderThan)X(\w+)$/.exec(name) ?? [];
  const unit = units.find((one) => one === length);
  if (which === undefined || unit === undefined) return fixedWindow(name, nowMs);
  return countedWindow(which, unit, count, nowMs);
}
