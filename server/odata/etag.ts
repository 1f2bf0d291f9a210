/** Whether a list of ETags, as in If-Match and If-None-Match, names this one. ETags are compared whole, never read. */
export function matchesAny(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(',').some((part) => part.trim() === etag);
}

export function isAny(header: string | null): boolean {
  return header?.trim() === '*';
}
