import { expect, test } from 'vitest';
import { checksum } from '../../src/core/checksum.ts';

test('a checksum differs where anything differs, and not with the order of names', () => {
  const first = checksum({ a: 1, b: [1, { c: null, d: 'x' }] });
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(checksum({ b: [1, { d: 'x', c: null }], a: 1 })).toBe(first);
  const others = [
    checksum({ a: 1, b: [1, { c: null, d: 'y' }] }),
    checksum({ a: 1, b: [1, { c: '', d: 'x' }] }),
    checksum({ a: 1, b: [{ c: null, d: 'x' }, 1] }),
    checksum({ a: '1', b: [1, { c: null, d: 'x' }] }),
    checksum({ a: 1, bb: [1, { c: null, d: 'x' }] }),
  ];
  expect(new Set([first, ...others]).size).toBe(6);
});
