import { STATUS_CODES } from 'node:http';

export type PartAnswer = {
  readonly contentId: string | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** null: an answer without a body. */
  readonly json: string | null;
};

/** A change set that failed is one answer, not a list (docs/facts/odata.md §1.3). */
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

function writePart({ contentId, status, headers, json }: PartAnswer): readonly string[] {
  const own = { ...headers, ...(json === null ? {} : { 'content-type': 'application/json; odata.metadata=minimal' }) };
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    'OData-Version: 4.0',
    // A line break in a value would end the header: what the caller wrote may come back in one.
    ...Object.entries(own).map(([name, value]) => `${spell(name)}: ${value.replace(/[\r\n]+/g, ' ')}`),
    '',
    json ?? '',
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
