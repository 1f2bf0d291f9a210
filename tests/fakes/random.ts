import type { Random } from '../../src/platform/platform.ts';

/** Repeatable by seed (mulberry32). */
export function createSeededRandom(seed = 1): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  return {
    fraction: () => next() / 2 ** 32,
    uuid() {
      const hex = [next(), next(), next(), next()].map((part) => part.toString(16).padStart(8, '0')).join('');
      const variant = '89ab'.charAt(next() % 4);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
