const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The canonical (lower case) form, or null. */
export function parseGuid(text: string): string | null {
  return pattern.test(text) ? text.toLowerCase() : null;
}
