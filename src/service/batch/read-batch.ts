import type { RawAnswer } from '../answer.ts';
import { headerOf, readMessage } from './message.ts';
import { boundaryOf, readMultipart } from './multipart.ts';

/** The answer to one request of a batch; `raw` is null where it cannot be read. */
export interface PartAnswer {
  readonly contentId: string | null;
  readonly raw: RawAnswer | null;
}

/** What stands in one place of a batch's answer: the answer to a request, or to a change set. */
export type ItemAnswer =
  | { readonly kind: 'one'; readonly part: PartAnswer }
  | { readonly kind: 'change set'; readonly parts: readonly PartAnswer[] };

export interface BatchText {
  readonly items: readonly ItemAnswer[];
  /** False where the body was cut off: what is behind `items` is not known. */
  readonly isWhole: boolean;
}

/**
 * The parts of the answer to a `$batch`, whatever its status: without `continue-on-error` the whole has that of the
 * error (docs/facts/dataverse.md §2.6). Null if it has no parts.
 */
export function readBatch(raw: RawAnswer): BatchText | null {
  const boundary = raw.isRedirect ? null : boundaryOf(raw.contentType);
  if (boundary === null) return null;
  const { parts, isWhole } = readMultipart(raw.text, boundary);
  return { items: parts.map((part) => readItem(part, raw)), isWhole };
}

function readItem(text: string, outer: RawAnswer): ItemAnswer {
  const { lines, rest } = readMessage(text);
  const inner = boundaryOf(headerOf(lines, 'content-type'));
  if (inner === null) return { kind: 'one', part: readPart(text, outer) };
  const { parts } = readMultipart(rest, inner);
  return { kind: 'change set', parts: parts.map((part) => readPart(part, outer)) };
}

function readPart(text: string, outer: RawAnswer): PartAnswer {
  const { lines, rest } = readMessage(text);
  const contentId = headerOf(lines, 'content-id');
  if (!/^application\/http\b/i.test(headerOf(lines, 'content-type') ?? '')) return { contentId, raw: null };
  const { lines: head, rest: body } = readMessage(rest);
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(head[0] ?? '')?.[1];
  const bytes = new TextEncoder().encode(body).byteLength;
  // A service that says how long a part is says so when it was cut within its part.
  if (status === undefined || bytes < Number(headerOf(head, 'content-length') ?? 0)) return { contentId, raw: null };
  return {
    contentId,
    raw: {
      ...outer,
      accepts: 'json',
      status: Number(status),
      contentType: headerOf(head, 'content-type'),
      retryAfter: headerOf(head, 'retry-after'),
      text: body,
      bytes,
    },
  };
}
