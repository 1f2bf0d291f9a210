export interface AbnfCase {
  readonly name: string;
  readonly rule: string;
  readonly input: string;
  /** The input breaks the rule. */
  readonly isWrong: boolean;
}

function unquote(text: string): string {
  if (text.startsWith('"')) {
    // YAML escapes a line's end and a space, which JSON does not know.
    const joined = text
      .replaceAll(/\\\n\s*/g, '')
      .replaceAll(/\n\s*/g, ' ')
      .replaceAll('\\ ', ' ');
    return String(JSON.parse(joined));
  }
  const folded = text.replaceAll(/\n\s*/g, ' ');
  return folded.startsWith("'") ? folded.slice(1, -1).replaceAll("''", "'") : folded;
}

/** Reads as much YAML as OASIS's file of cases is written in: flat entries, plain and quoted scalars, folded lines. */
export function readCases(yaml: string): readonly AbnfCase[] {
  const [, list = ''] = yaml.split(/^TestCases:\n/m);
  return list.split(/^ {2}- /m).flatMap((block) => {
    const body = `    ${block.replaceAll(/^\s*#.*$/gm, '').trimEnd()}`;
    const field = (key: string): string | null =>
      new RegExp(`^ {4}${key}:[ \\n]*((?:.*)(?:\\n {6,}.*|\\n(?=\\n* {6}))*)`, 'm').exec(body)?.[1]?.trim() ?? null;
    const input = field('Input');
    const rule = field('Rule');
    if (input === null || rule === null) return [];
    return [
      {
        name: unquote(field('Name') ?? ''),
        rule: unquote(rule),
        input: unquote(input),
        isWrong: field('FailAt') !== null,
      },
    ];
  });
}
