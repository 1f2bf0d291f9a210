import type { Json } from './service-fixture.ts';

export type Sent = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentId?: string;
};
export type SentItem = Sent | readonly Sent[];

const isSet = (item: SentItem): item is readonly Sent[] => Array.isArray(item);

function requestLines({ method, url, headers = {}, body, contentId }: Sent): readonly string[] {
  const typed = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${url} HTTP/1.1`,
    ...Object.entries({ ...typed, ...headers }).map(([name, value]) => `${name}: ${value}`),
    '',
    body === undefined ? '' : JSON.stringify(body),
  ];
}

/** A batch as a client writes it; a list within the list is a change set. */
export function batchText(items: readonly SentItem[], eol = '\r\n', boundary = 'batch_1'): string {
  const lines = items.flatMap((item, at) => {
    if (!isSet(item)) return [`--${boundary}`, ...requestLines(item)];
    const inner = `changeset_${at + 1}`;
    const members = item.flatMap((sent) => [`--${inner}`, ...requestLines(sent)]);
    return [`--${boundary}`, `Content-Type: multipart/mixed; boundary="${inner}"`, '', ...members, `--${inner}--`];
  });
  return [...lines, `--${boundary}--`, ''].join(eol);
}

export type ReadPart = {
  readonly contentId: string | null;
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Json | null;
};
export type ReadItem = ReadPart | readonly ReadPart[];

/** Strict on purpose: a client that reads an answer must be able to tell a cut one. */
function split(text: string, contentType: string): readonly string[] {
  const boundary = /^multipart\/mixed; boundary=((?:batch|changeset)response_[0-9a-f-]{36})$/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in '${contentType}'`);
  const [before, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`);
  const after = parts.pop();
  if (before !== '' || after?.startsWith('--') !== true) throw new Error(`not closed: ${text.slice(-200)}`);
  return parts.map((part) => part.slice(2));
}

function headOf(text: string): { first: string; headers: Headers; rest: string } {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const);
  return { first, headers: new Headers(pairs.map(([name, value]) => [name, value])), rest: text.slice(end + 4) };
}

function readPart(text: string): ReadPart {
  const outer = headOf(`\r\n${text}`);
  if (outer.headers.get('content-type') !== 'application/http') throw new Error(`not a part: ${text.slice(0, 200)}`);
  const inner = headOf(outer.rest);
  const [, status, reason = ''] = /^HTTP\/1\.1 (\d{3}) (.+)$/.exec(inner.first) ?? [];
  return {
    contentId: outer.headers.get('content-id'),
    status: Number(status),
    reason,
    headers: inner.headers,
    body: inner.rest === '' ? null : JSON.parse(inner.rest),
  };
}

/** A list within the list is the answer to a change set that was applied. */
export function readBatch(text: string, contentType: string): readonly ReadItem[] {
  return split(text, contentType).map((part) => {
    const { headers, rest } = headOf(`\r\n${part}`);
    const type = headers.get('content-type') ?? '';
    return type.startsWith('multipart/mixed') ? split(rest, type).map(readPart) : readPart(part);
  });
}

/** For a batch whose items are known to be single requests or failed change sets. */
export function partOf(item: ReadItem | undefined): ReadPart {
  if (item === undefined || Array.isArray(item)) throw new Error(`expected one answer, got ${JSON.stringify(item)}`);
  return item as ReadPart;
}

export function membersOf(item: ReadItem | undefined): readonly ReadPart[] {
  if (!Array.isArray(item)) throw new Error(`expected the answers of a change set, got ${JSON.stringify(item)}`);
  return item;
}
