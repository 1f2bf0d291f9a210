import { badRequest } from '../service-error.ts';

const lineFeed = 10;
const carriageReturn = 13;
const dash = 45;
const isPadding = (byte: number | undefined): boolean => byte === 32 || byte === 9;

type Delimiter = { readonly at: number; readonly next: number; readonly isLast: boolean };

/** `Content-Type` of a multipart body; null if it is of another type, refused if its boundary is missing or broken. */
export function multipartBoundary(contentType: string, where: string): string | null {
  if (!/^\s*multipart\/mixed\s*(;|$)/i.test(contentType)) return null;
  const match = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  // RFC 2046 §5.1.1. A blank at the end could not be told from the padding of the delimiter line.
  if (boundary !== undefined && /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) return boundary;
  throw badRequest(`${where}: multipart/mixed needs a boundary of 1 to 70 characters.`);
}

/** Where the line that holds only the delimiter ends; null if the line holds more. */
function lineEnd(bytes: Buffer, from: number): number | null {
  let at = from;
  while (isPadding(bytes[at])) at += 1;
  if (at === bytes.length || bytes[at] === lineFeed) return Math.min(at + 1, bytes.length);
  return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : null;
}

function nextDelimiter(bytes: Buffer, mark: Buffer, start: number): Delimiter | null {
  let from = start;
  for (;;) {
    const at = bytes.indexOf(mark, from);
    if (at === -1) return null;
    from = at + mark.length;
    if (at > 0 && bytes[at - 1] !== lineFeed) continue;
    const isLast = bytes[from] === dash && bytes[from + 1] === dash;
    const next = lineEnd(bytes, isLast ? from + 2 : from);
    if (next !== null) return { at, next, isLast };
  }
}

/** The line break before a delimiter belongs to the delimiter. */
function contentEnd(bytes: Buffer, start: number, delimiterAt: number): number {
  let end = delimiterAt;
  if (end > start && bytes[end - 1] === lineFeed) end -= 1;
  if (end > start && bytes[end - 1] === carriageReturn) end -= 1;
  return end;
}

type Multipart = { readonly bytes: Buffer; readonly boundary: string; readonly where: string };

/**
 * The parts of a multipart body, without what stands before the first and after the last delimiter; one by one, so that
 * the reader can stop. Lines end with CRLF or LF. A body without its closing delimiter was cut off: refused.
 */
export function* partsOf({ bytes, boundary, where }: Multipart): Generator<Buffer> {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  let open = nextDelimiter(bytes, mark, 0);
  if (open === null) throw badRequest(`${where}: the delimiter '--${boundary}' does not occur.`);
  while (!open.isLast) {
    const close = nextDelimiter(bytes, mark, open.next);
    if (close === null) throw badRequest(`${where}: the closing delimiter '--${boundary}--' is missing.`);
    yield bytes.subarray(open.next, contentEnd(bytes, open.next, close.at));
    open = close;
  }
}
