/** A value that stands in a URL. Text and GUID are told apart because OData writes them differently. */
export type Literal =
  | { readonly kind: 'guid'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'yes/no'; readonly value: boolean }
  | { readonly kind: 'empty' };

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

/**
 * OData's form of a value, not yet encoded for a URL: a GUID bare, text quoted with its quotes doubled. Throws on
 * anything that cannot be written: left out, a condition would widen instead of failing
 * (docs/decisions/0003-no-odata-library.md).
 */
export function literal(value: Literal): string {
  switch (value.kind) {
    case 'guid':
      if (typeof value.value !== 'string' || !isGuid(value.value)) throw new TypeError('not a GUID');
      return value.value;
    case 'text':
      if (typeof value.value !== 'string') throw new TypeError('not text');
      return `'${value.value.replaceAll("'", "''")}'`;
    case 'number':
      if (!Number.isFinite(value.value)) throw new TypeError('not a number OData can write');
      return String(value.value);
    case 'yes/no':
      if (typeof value.value !== 'boolean') throw new TypeError('not yes or no');
      return String(value.value);
    case 'empty':
      return 'null';
  }
}
