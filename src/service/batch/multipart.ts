/** The parts of a multipart body that came whole, each without the line break that belongs to its delimiter. */
export interface Multipart {
  readonly parts: readonly string[];
  /** The closing delimiter was there: nothing was cut off. */
  readonly isWhole: boolean;
}

/** The boundary that a `Content-Type` names; null if it is not multipart/mixed or names none. */
export function boundaryOf(contentType: string | null): string | null {
  if (!/^\s*multipart\/mixed\s*(;|$)/i.test(contentType ?? '')) return null;
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2] ?? null;
}

interface Delimiter {
  /** Where its line begins, and where the next one does. */
  readonly at: number;
  readonly next: number;
  readonly isLast: boolean;
}

/**
 * Reads a multipart body whose lines end with CRLF or LF (docs/facts/odata.md §3). The text of the boundary counts only
 * as a whole line, so that rows may hold it. A part counts only with the whole delimiter behind it: of a body that was
 * cut off, the part in which the cut is never does.
 */
export function readMultipart(text: string, boundary: string): Multipart {
  const parts: string[] = [];
  let open = nextDelimiter(text, boundary, 0);
  while (open !== null && !open.isLast) {
    const close = nextDelimiter(text, boundary, open.next);
    if (close === null) break;
    parts.push(text.slice(open.next, Math.max(open.next, endOfContent(text, close.at))));
    open = close;
  }
  return { parts, isWhole: open?.isLast ?? false };
}

function nextDelimiter(text: string, boundary: string, from: number): Delimiter | null {
  const mark = `--${boundary}`;
  for (let at = text.indexOf(mark, from); at !== -1; at = text.indexOf(mark, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    const after = at + mark.length;
    const isLast = text.startsWith('--', after);
    const lineEnd = endOfLine(text, isLast ? after + 2 : after);
    // Without its line break it may be the beginning of a longer one; the closing one may be the end of all.
    if (lineEnd === null || (!isLast && lineEnd > text.length)) continue;
    return { at, next: Math.min(lineEnd, text.length), isLast };
  }
  return null;
}

/** Where the line behind `from` begins, beyond the text where there is none; null if this one holds more than padding. */
function endOfLine(text: string, from: number): number | null {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  if (at === text.length) return at + 1;
  if (text.startsWith('\r\n', at)) return at + 2;
  return text[at] === '\n' ? at + 1 : null;
}

function endOfContent(text: string, delimiter: number): number {
  if (text[delimiter - 1] !== '\n') return delimiter;
  return text[delimiter - 2] === '\r' ? delimiter - 2 : delimiter - 1;
}
