/** Header lines and what follows the empty line behind them. */
export interface Message {
  readonly lines: readonly string[];
  readonly rest: string;
}

/** Splits a message at its first empty line; lines end with CRLF or LF. */
export function readMessage(text: string): Message {
  const lines: string[] = [];
  let from = 0;
  while (from < text.length) {
    const found = text.indexOf('\n', from);
    const end = found === -1 ? text.length : found;
    const line = text.slice(from, end).replace(/\r$/, '');
    from = end + 1;
    if (line === '') {
      // Some services begin with empty lines.
      if (lines.length > 0) break;
    } else lines.push(line);
  }
  return { lines, rest: text.slice(from) };
}

/** The value of a header among such lines, by its name in lower case; null if it is not there. */
export function headerOf(lines: readonly string[], name: string): string | null {
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return null;
}
