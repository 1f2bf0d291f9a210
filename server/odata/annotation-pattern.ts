/**
 * Which annotations a caller asks for: `odata.include-annotations="*"`, `"Microsoft.Dynamics.CRM.*"`,
 * `"OData.Community.Display.V1.FormattedValue"`; a leading `-` takes out again. The most exact pattern decides.
 */
export type AnnotationPatterns = {
  /** As asked, for `Preference-Applied`. */
  readonly text: string;
  readonly patterns: readonly Pattern[];
};
type Pattern = { readonly isExcluded: boolean; readonly prefix: string; readonly isExact: boolean };

const mostPatterns = 40;
const grammar = /^(-?)(?:\*|((?:[A-Za-z_]\w*\.)+)(?:\*|([A-Za-z_]\w*)))(?:#[A-Za-z_]\w*)?$/;

function parsePattern(text: string): Pattern | null {
  const match = grammar.exec(text);
  if (match === null) return null;
  const [, sign, namespace = '', name = ''] = match;
  return { isExcluded: sign === '-', prefix: namespace + name, isExact: name !== '' };
}

/** null where it is no list of patterns: a preference that is not understood is ignored. */
export function parseAnnotationPatterns(text: string): AnnotationPatterns | null {
  const parts = text.split(',', mostPatterns + 1).map((part) => part.trim());
  const patterns = parts.map(parsePattern).filter((pattern) => pattern !== null);
  return patterns.length < parts.length || parts.length > mostPatterns ? null : { text: parts.join(','), patterns };
}

export function includesAnnotation(asked: AnnotationPatterns | null, name: string): boolean {
  let best: Pattern | null = null;
  for (const pattern of asked?.patterns ?? []) {
    if (pattern.isExact ? pattern.prefix !== name : !name.startsWith(pattern.prefix)) continue;
    const length = best?.prefix.length ?? -1;
    if (pattern.prefix.length > length || (pattern.prefix.length === length && pattern.isExcluded)) best = pattern;
  }
  return best !== null && !best.isExcluded;
}
