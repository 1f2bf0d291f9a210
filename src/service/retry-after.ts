/** Longer than this is a broken clock somewhere, not a wish of the service. */
const longestMs = 24 * 60 * 60 * 1000;

/**
 * Milliseconds to stay silent, from a Retry-After header: seconds, or an HTTP date. A date is measured against the
 * answer's own Date header where it is to be seen, else against this device's clock. Null if it says nothing usable.
 */
export function retryAfterMs(header: string | null, date: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(longestMs, Math.ceil(Number(text) * 1000));
  const until = Date.parse(text);
  if (Number.isNaN(until)) return null;
  const said = date === null ? Number.NaN : Date.parse(date);
  return Math.max(0, Math.min(longestMs, until - (Number.isNaN(said) ? now : said)));
}
