import { badRequest, Refused } from '../service-error.ts';
import { mostBatchUrlLength, parseHeaders, readHead } from './message-head.ts';
import { multipartBoundary, partsOf } from './multipart.ts';

/** docs/facts/dataverse.md §2.6 */
const mostRequests = 1_000;

export type BatchRequest = {
  /** For the caller: which part of the batch it is, counted from 1. */
  readonly where: string;
  readonly contentId: string | null;
  readonly method: string;
  /** As written: absolute, from the root, relative to the data root, or beginning with the `$1` of a Content-ID. */
  readonly url: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
};

export type BatchItem =
  | { readonly kind: 'request'; readonly request: BatchRequest }
  | { readonly kind: 'change-set'; readonly requests: readonly [BatchRequest, ...BatchRequest[]] };

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type RequestLine = { readonly method: string; readonly url: string };

function parseRequestLine(line: string | undefined, where: string): RequestLine {
  if (line === undefined) throw badRequest(`${where}: there is no request in it.`);
  // Inferred: blanks inside the URL are taken, as OData libraries of the service's kind do. In two steps: one pattern
  // for all of it would try every division of a long row of blanks.
  const whole = line.trimEnd();
  const method = /^[A-Za-z]{1,20}(?= )/.exec(whole)?.[0];
  const url = method === undefined || !/ HTTP\/1\.[01]$/.test(whole) ? '' : whole.slice(method.length, -8).trim();
  if (method === undefined || url === '') {
    throw badRequest(`${where}: '${line.slice(0, 80)}' is not a request line like 'GET accounts HTTP/1.1'.`);
  }
  if (!methods.includes(method)) {
    throw badRequest(`${where}: the method ${method} is not allowed in a batch; allowed: ${methods.join(', ')}.`);
  }
  if (url.length > mostBatchUrlLength) {
    throw badRequest(`${where}: the address is longer than ${mostBatchUrlLength} characters.`);
  }
  // The URL parser would drop tabs in silence.
  if (/\p{Cc}/u.test(url)) throw badRequest(`${where}: the address holds a control character.`);
  return { method, url };
}

type Part = { readonly headers: ReadonlyMap<string, string>; readonly content: Buffer };

function parsePart(bytes: Buffer, where: string): Part {
  const { lines, rest } = readHead(bytes, where);
  return { headers: parseHeaders(lines, where), content: rest };
}

function parseRequest({ headers, content }: Part, where: string): BatchRequest {
  const type = headers.get('content-type') ?? '';
  if (!/^application\/http\s*(;|$)/i.test(type)) {
    throw badRequest(`${where}: its Content-Type must be application/http, not '${type.slice(0, 80)}'.`);
  }
  const encoding = headers.get('content-transfer-encoding') ?? 'binary';
  if (encoding.toLowerCase() !== 'binary') {
    throw badRequest(`${where}: its Content-Transfer-Encoding must be binary, not '${encoding.slice(0, 80)}'.`);
  }
  const contentId = headers.get('content-id') ?? null;
  if (contentId !== null && !/^[\w.~-]{1,100}$/.test(contentId)) {
    throw badRequest(`${where}: a Content-ID is 1 to 100 letters, digits and '-._~'.`);
  }
  const { lines, rest } = readHead(content, where);
  const [first, ...others] = lines;
  return { where, contentId, ...parseRequestLine(first, where), headers: parseHeaders(others, where), body: rest };
}

function parseChangeSet(bytes: Buffer, boundary: string, where: string): readonly [BatchRequest, ...BatchRequest[]] {
  const requests: BatchRequest[] = [];
  const contentIds = new Set<string>();
  for (const part of partsOf({ bytes, boundary, where: `${where}, a change set` })) {
    const place = `${where}, request ${requests.length + 1} of its change set`;
    const request = parseRequest(parsePart(part, place), place);
    if (request.method === 'GET') throw badRequest(`${place}: GET is not allowed in a change set.`);
    const { contentId } = request;
    if (contentId !== null && contentIds.has(contentId)) {
      throw badRequest(`${place}: the Content-ID '${contentId}' is used twice in its change set.`);
    }
    if (contentId !== null) contentIds.add(contentId);
    requests.push(request);
    if (requests.length > mostRequests) throw tooMany();
  }
  const [first, ...others] = requests;
  if (first === undefined) throw badRequest(`${where}: the change set is empty.`);
  return [first, ...others];
}

/** Inferred: the pages name the limit, not the code. */
const tooMany = (): Refused => badRequest(`A batch holds at most ${mostRequests} requests; send the rest in another.`);

/**
 * The body of a `$batch` as what is to be done, in order (docs/facts/dataverse.md §2.6). Nothing of a batch runs unless
 * all of it can be read: whatever is malformed is a 400 that says where, with continue-on-error as well (inferred).
 */
export function parseBatch(contentType: string, bytes: Buffer): readonly BatchItem[] {
  const boundary = multipartBoundary(contentType, 'The Content-Type of the batch');
  if (boundary === null) {
    // Inferred: batches as JSON are OData 4.01, and the service is 4.0.
    const message = `A batch must be multipart/mixed with a boundary, not '${contentType.slice(0, 80)}'.`;
    throw new Refused({ status: 415, code: '0x80060000', message });
  }
  const items: BatchItem[] = [];
  let count = 0;
  for (const bytesOfPart of partsOf({ bytes, boundary, where: 'The batch' })) {
    const where = `Part ${items.length + 1}`;
    const part = parsePart(bytesOfPart, where);
    const inner = multipartBoundary(part.headers.get('content-type') ?? '', where);
    const item: BatchItem =
      inner === null
        ? { kind: 'request', request: parseRequest(part, where) }
        : { kind: 'change-set', requests: parseChangeSet(part.content, inner, where) };
    items.push(item);
    count += item.kind === 'request' ? 1 : item.requests.length;
    if (count > mostRequests) throw tooMany();
  }
  if (items.length === 0) throw badRequest('The batch is empty.');
  return items;
}
