import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { definitionShape, leftOutShape } from '../../src/storage/dexie/definition-shape.ts';
import { schema, schemaVersion } from '../../src/storage/dexie/schema.ts';
import * as shapes from '../../src/storage/dexie/stored-shapes.ts';

/** By version: what is stored in it, hashed. Once an app with it is out, a line never changes: a new shape, a new version. */
const known: { readonly [version: number]: string } = {
  1: '85d070a598e67fa0',
  2: '89fe3aa1bb3cc686',
};

/** Names and kinds of a shape, without the functions that check it. */
function outline(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(outline);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  const parts = ['type', 'entries', 'options', 'item', 'wrapped', 'key', 'value', 'literal'];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !('kind' in value && 'async' in value) || parts.includes(name))
      .map(([name, inner]) => [name, outline(inner)]),
  );
}

test('what is stored has not changed without a new version', () => {
  const text = JSON.stringify([schema, outline({ ...shapes }), outline(definitionShape), outline(leftOutShape)]);
  expect(text.length).toBeGreaterThan(3_000);
  expect(createHash('sha256').update(text).digest('hex').slice(0, 16)).toBe(known[schemaVersion]);
});
