import { headersOf, type ServiceRequest } from '../request.ts';

/** A request that stands for itself, or several as a change set, applied together or not at all. */
export type BatchItem = readonly ServiceRequest[];

/** The `$batch` that carries these, each in its own place and in this order. */
export function writeBatch(items: readonly BatchItem[], root: string): ServiceRequest {
  const mark = freeMark(items);
  const boundary = `batch_${mark}`;
  const lines = items.flatMap((item, index) => [`--${boundary}`, ...writeItem(item, `changeset_${index + 1}_${mark}`)]);
  return {
    method: 'POST',
    url: `${root}$batch`,
    // Else the first refusal would end the batch, and the changes behind it would wait for the next.
    prefer: ['odata.continue-on-error'],
    precondition: { kind: 'none' },
    body: [...lines, `--${boundary}--`, ''].join('\r\n'),
    // Asked for JSON, some services answer the parts as JSON too (docs/facts/odata.md §1.2).
    contentType: `multipart/mixed; boundary=${boundary}`,
    accepts: 'batch',
    headers: {},
  };
}

/** Text that no body holds, for the boundaries: nothing a person wrote can be taken for the end of a part. */
function freeMark(items: readonly BatchItem[]): string {
  const bodies = items.flat().map(({ body }) => body ?? '');
  let number = 1;
  while (bodies.some((body) => body.includes(`landfall${number}`))) number += 1;
  return `landfall${number}`;
}

function writeItem(item: BatchItem, boundary: string): readonly string[] {
  const [first] = item;
  if (item.length === 1 && first !== undefined) return writePart(first, []);
  const parts = item.flatMap((request, index) => [
    `--${boundary}`,
    ...writePart(request, [`Content-ID: ${index + 1}`]),
  ]);
  return [`Content-Type: multipart/mixed; boundary=${boundary}`, '', ...parts, `--${boundary}--`];
}

function writePart(request: ServiceRequest, more: readonly string[]): readonly string[] {
  const { pathname, search } = new URL(request.url);
  const headers = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${oneLine(value)}`);
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...more,
    '',
    `${request.method} ${pathname}${search} HTTP/1.1`,
    ...headers,
    '',
    request.body ?? '',
  ];
}

/** An ETag comes from the service: a line break in it must not begin another header. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}/gu, ' ');
}
