/**
 * Text as search compares it: canonically decomposed, marks stripped, lower case by Unicode and not by any language, so
 * that "Ä", "ä" and "a" are one and a Turkish device finds what a German one finds. A row is found if its name so
 * written contains what was typed so written.
 */
export function searchText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether a name is found by an already prepared search; an empty search finds everything. */
export function isFound(prepared: string, search: string): boolean {
  return search === '' || prepared.includes(search);
}
