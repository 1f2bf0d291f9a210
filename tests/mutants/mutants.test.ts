import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutants } from './mutants.ts';

const root = new URL('../..', import.meta.url).pathname;
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** `npm run mutants` runs them; here it is only held that each still fits the code. */
describe('mutants', () => {
  test.each(mutants)('law $law: $name fits the code', ({ file, find, replace, caughtBy }) => {
    expect(read(file).split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
    expect(existsSync(join(root, caughtBy.file))).toBe(true);
  });

  test('each law of the client has at least two', () => {
    const laws = [...read('ARCHITECTURE.md').matchAll(/^\| (\d+) \|/gm)].map(([, law]) => Number(law));
    // The last law is the embedded service's.
    const ofTheClient = laws.filter((law) => law <= 14);
    expect(ofTheClient).toHaveLength(14);
    const few = ofTheClient.filter((law) => mutants.filter((mutant) => mutant.law === law).length < 2);
    expect(few).toEqual([]);
  });
});
