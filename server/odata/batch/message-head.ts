import { badRequest } from '../service-error.ts';

const lineFeed = 10;
const mostLines = 100;
/** Headers; a request line may be as long as a URL inside a batch (docs/facts/dataverse.md §2.1). */
const mostHeaderBytes = 16 * 1024;
export const mostBatchUrlLength = 65_536;
const mostHeadBytes = mostBatchUrlLength * 3 + mostHeaderBytes;

type Head = { readonly lines: readonly string[]; readonly rest: Buffer };

function decode(bytes: Buffer, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badRequest(`${where}: the header lines are not UTF-8.`);
  }
}

/** The lines up to an empty one, or to the end, and what follows it. Empty lines before the first are passed over. */
export function readHead(bytes: Buffer, where: string): Head {
  const lines: string[] = [];
  let from = 0;
  while (from < bytes.length) {
    const found = bytes.indexOf(lineFeed, from);
    const end = found === -1 ? bytes.length : found;
    if (end > mostHeadBytes) throw badRequest(`${where}: the header lines are too long.`);
    const line = decode(bytes.subarray(from, end), where).replace(/\r$/, '');
    from = end + 1;
    if (line === '' && lines.length > 0) break;
    if (line !== '') lines.push(line);
    if (lines.length > mostLines) throw badRequest(`${where}: more than ${mostLines} header lines.`);
  }
  return { lines, rest: bytes.subarray(Math.min(from, bytes.length)) };
}

/** Header fields by name in lower case. */
export function parseHeaders(lines: readonly string[], where: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let size = 0;
  for (const line of lines) {
    size += line.length;
    if (size > mostHeaderBytes) throw badRequest(`${where}: the headers are larger than ${mostHeaderBytes} bytes.`);
    // No folded lines, and only what fits a header of HTTP: the part becomes a request of its own.
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw badRequest(`${where}: '${line.slice(0, 80)}' is not a header line.`);
    }
    const before = headers.get(name.toLowerCase());
    const trimmed = value.trim();
    headers.set(name.toLowerCase(), before === undefined ? trimmed : `${before}, ${trimmed}`);
  }
  return headers;
}
