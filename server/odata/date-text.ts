const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const datetimePattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/i;

/** `YYYY-MM-DD` of a day that exists, from year 1753 on as Dataverse has it; else null. */
export function parseDate(text: string): string | null {
  const match = datePattern.exec(text);
  if (match === null) return null;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1753) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? text : null;
}

/** In UTC and whole seconds, which is what Dataverse keeps; null if it is no such instant. */
export function parseDatetime(text: string): string | null {
  const match = datetimePattern.exec(text);
  if (match === null || parseDate(match[1] ?? '') === null) return null;
  const ms = Date.parse(text.toUpperCase());
  if (Number.isNaN(ms)) return null;
  const iso = new Date(Math.floor(ms / 1000) * 1000).toISOString();
  return /^\d{4}-/.test(iso) ? `${iso.slice(0, 19)}Z` : null;
}
