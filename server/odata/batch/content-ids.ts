import { badRequest } from '../service-error.ts';

/** Content-ID → the row its request made or changed, as `accounts(<guid>)`. */
export type ContentIds = ReadonlyMap<string, string>;

/** Addresses of OData that begin with `$` and are no references. */
const reserved = ['all', 'batch', 'crossjoin', 'entity', 'metadata'];
/** No row within a row goes so deep; JSON that does would end the stack. */
const deepest = 16;

const unknownReference = (name: string): Error =>
  badRequest(`Content-ID Reference: '$${name.slice(0, 100)}' does not exist in the batch context.`);

/** A URL that may begin with the reference to an earlier request of the same change set (docs/facts/dataverse.md §2.6). */
export function resolveUrl(url: string, known: ContentIds): string {
  const [whole, name] = /^\$([\w.~-]+)/.exec(url) ?? [];
  if (whole === undefined || name === undefined) return url;
  const row = known.get(name);
  if (row !== undefined) return row + url.slice(whole.length);
  if (reserved.includes(name)) return url;
  throw unknownReference(name);
}

function resolveReference(value: unknown, known: ContentIds): unknown {
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? resolveReference(one, known) : one));
  return typeof value === 'string' && value.startsWith('$') ? `/${resolveUrl(value, known)}` : value;
}

function resolveValue(value: unknown, known: ContentIds, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) throw badRequest(`The request body is nested deeper than ${deepest} levels.`);
  if (Array.isArray(value)) return value.map((one) => resolveValue(one, known, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isReference = name.endsWith('@odata.bind') || name === '@odata.id';
      return [name, isReference ? resolveReference(inner, known) : resolveValue(inner, known, depth + 1)];
    }),
  );
}

/**
 * A JSON body with the references in its `@odata.bind` and `@odata.id` replaced. What is not JSON stays as it is: its
 * request will be refused for that.
 */
export function resolveBody(body: Buffer, known: ContentIds): Buffer {
  if (!body.includes('"$')) return body;
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return body;
  }
  return Buffer.from(JSON.stringify(resolveValue(parsed, known, 0)));
}
