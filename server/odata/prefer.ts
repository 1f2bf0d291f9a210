import { type AnnotationPatterns, parseAnnotationPatterns } from './annotation-pattern.ts';

export type Preferences = {
  readonly maxPageSize: number | null;
  readonly tracksChanges: boolean;
  readonly returnsRow: boolean;
  /** null: no annotations asked for. */
  readonly annotations: AnnotationPatterns | null;
};

export const largestPage = 5_000;
const longestHeader = 4_000;

type Preference = { readonly name: string; readonly value: string | null };

/**
 * `name`, `name=value`, `name="a,b"`, each with parameters after a semicolon, which mean nothing here. A name is lower
 * case and without `odata.`, which OData 4.01 leaves out.
 */
export function splitPreferences(header: string): readonly Preference[] {
  // A row of blanks fits one place of it only, or a broken header would be tried in every division of them.
  const one =
    /\s*([\w.-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+|(?!\s))))?\s*((?:;(?:[^",]|"(?:[^"\\]|\\.)*")*)?)(?:,|$)/y;
  const found: Preference[] = [];
  while (one.lastIndex < header.length) {
    const match = one.exec(header);
    if (match?.[1] === undefined) return found;
    const name = match[1].toLowerCase().replace(/^odata\./, '');
    found.push({ name, value: match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3] ?? null });
  }
  return found;
}

/** Preferences that are not known or not valid are ignored: that is what a preference is. */
export function parsePrefer(header: string | undefined): Preferences {
  const preferences = splitPreferences((header ?? '').slice(0, longestHeader));
  const given = (name: string): string | null =>
    preferences.find((preference) => preference.name === name)?.value ?? null;
  const size = /^\d{1,9}$/.test(given('maxpagesize') ?? '') ? Number(given('maxpagesize')) : 0;
  return {
    maxPageSize: size >= 1 ? Math.min(size, largestPage) : null,
    tracksChanges: preferences.some(({ name }) => name === 'track-changes'),
    returnsRow: given('return')?.toLowerCase() === 'representation',
    annotations: parseAnnotationPatterns(given('include-annotations') ?? ' '),
  };
}
