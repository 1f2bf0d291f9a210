import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Holds docs/web-api.md to the tests that it names: a claim without a test that names its section is none. */
const root = new URL('../..', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

type Claim = { readonly rule: string; readonly files: readonly string[]; readonly source: string };

function claimsOf(page: string): readonly Claim[] {
  const [claimed = ''] = page.split('## What is not there');
  return claimed
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| rule '))
    .map((line) => {
      const [, rule = '', , kept = '', source = '', ...rest] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      expect([rule, rest]).toEqual([rule, ['']]);
      return { rule, files: [...kept.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file), source };
    });
}

const sectionsOf = (text: string): readonly string[] =>
  [...text.matchAll(/§(\d+(?:\.\d+)*)/g)].map(([, one = '']) => one);

/** Without comments nothing but names of tests has a section in it. */
function namedSections(file: string): ReadonlySet<string> {
  return new Set(sectionsOf(read(`tests/server/${file}`).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')));
}

const page = read('docs/web-api.md');
const claims = claimsOf(page);

describe('the claims of docs/web-api.md', () => {
  it('name files that are there', () => {
    expect(claims.length).toBeGreaterThan(80);
    const missing = claims.flatMap(({ rule, files }) =>
      files.filter((file) => !existsSync(join(root, 'tests/server', file))).map((file) => [rule, file]),
    );
    expect(missing).toEqual([]);
    expect(claims.filter(({ files }) => files.length === 0)).toEqual([]);
  });

  it('are kept by a test that names each section, and each file keeps one of them', () => {
    const broken = claims.flatMap(({ rule, files, source }) => {
      const claimed = sectionsOf(source);
      const named = files.map(namedSections);
      const unkept = claimed.filter((section) => !named.some((sections) => sections.has(section)));
      const idle = files.filter((_, at) => claimed.length > 0 && !claimed.some((section) => named[at]?.has(section)));
      return unkept.length + idle.length === 0 ? [] : [{ rule, unkept, idle }];
    });
    expect(broken).toEqual([]);
  });

  it('say where they come from, and what is inferred says so in one of their tests', () => {
    const sourceless = claims.filter(
      ({ source }) => !/§|\*inferred\*|reference of the Web API|a law of ours/.test(source),
    );
    expect(sourceless).toEqual([]);
    const unsaid = claims.filter(({ files, source }) => {
      return source.includes('*inferred*') && !files.some((file) => /inferred/i.test(read(`tests/server/${file}`)));
    });
    expect(unsaid.map(({ rule }) => rule)).toEqual([]);
  });

  it('reach every section of the Web API that docs/facts/dataverse.md has', () => {
    const sections = [...read('docs/facts/dataverse.md').matchAll(/^### (2\.\d+) /gm)].map(([, section]) => section);
    const claimed = new Set(claims.flatMap(({ source }) => sectionsOf(source)));
    expect(sections.length).toBeGreaterThan(8);
    expect(sections.filter((section) => section !== undefined && !claimed.has(section))).toEqual([]);
  });
});

it('the laws of the service in ARCHITECTURE.md name tests that are there', () => {
  const laws = [...read('ARCHITECTURE.md').matchAll(/^\| [a-z] \| (.+) \| (.+) \|$/gm)];
  expect(laws.length).toBeGreaterThan(10);
  for (const [, law, kept = ''] of laws) {
    const files = [...kept.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    expect([law, files.filter((file) => !existsSync(join(root, 'tests/server', file)))]).toEqual([law, []]);
    expect(files).not.toEqual([]);
  }
});
