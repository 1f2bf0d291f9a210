import { STATUS_CODES } from 'node:http';
import type { Rendered } from '../render-answer.ts';

export type PartAnswer = Rendered & { readonly contentId: string | null };

/** A change set that failed is one answer, not a list: so OData, and a peer service that was tried; of Dataverse inferred. */
export type ItemAnswer =
  | { readonly kind: 'one'; readonly answer: PartAnswer }
  | { readonly kind: 'change-set'; readonly answers: readonly PartAnswer[] };

const spelled: ReadonlyMap<string, string> = new Map([
  ['etag', 'ETag'],
  ['odata-entityid', 'OData-EntityId'],
  ['odata-version', 'OData-Version'],
]);

function spell(name: string): string {
  return spelled.get(name) ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function writePart({ contentId, status, headers, body }: PartAnswer): readonly string[] {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    'OData-Version: 4.0',
    // A line break in a value would end the header: what the caller wrote may come back in one.
    ...Object.entries(headers).map(([name, value]) => `${spell(name)}: ${value.replace(/[\r\n]+/g, ' ')}`),
    '',
    body ?? '',
  ];
}

function writeItem(item: ItemAnswer, newId: () => string): readonly string[] {
  if (item.kind === 'one') return writePart(item.answer);
  const boundary = `changesetresponse_${newId()}`;
  return [
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    ...item.answers.flatMap((answer) => [`--${boundary}`, ...writePart(answer)]),
    `--${boundary}--`,
  ];
}

/**
 * The answers in the shape that Dataverse gives them (docs/facts/dataverse.md §2.6). A boundary holds a fresh GUID of
 * the service, so that no row can hold it.
 */
export function writeBatch(
  answers: readonly ItemAnswer[],
  newId: () => string,
): { readonly contentType: string; readonly body: string } {
  const boundary = `batchresponse_${newId()}`;
  const lines = answers.flatMap((item) => [`--${boundary}`, ...writeItem(item, newId)]);
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: [...lines, `--${boundary}--`, ''].join('\r\n'),
  };
}
