import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !path.startsWith('tests/.out/'));
}

const citation = /docs\/facts\/(\w+)\.md`?((?:(?: \([^)]*\))?,? §[\d.]*\d)*)/g;

/** A heading of that number, or a numbered item below it: §4.3.1 is the first item of 4.3. */
function isThere(facts: string, section: string): boolean {
  if (new RegExp(`^#+ ${section.replaceAll('.', '\\.')}\\.? `, 'm').test(facts)) return true;
  const [, parent, item] = /^(\d+\.\d+)\.(\d+)$/.exec(section) ?? [];
  if (parent === undefined) return false;
  const below = facts.split(`\n### ${parent} `)[1]?.split('\n#')[0] ?? '';
  return below.includes(`\n${item}. `);
}

test('every section of docs/facts that is cited is there', () => {
  const cited = ['src', 'sw', 'server', 'tests', 'docs'].flatMap((folder) =>
    filesIn(folder).flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(citation)].flatMap(([, name, sections = '']) =>
        [...sections.matchAll(/§([\d.]*\d)/g)].map(([, section = '']) => ({ path, name, section })),
      ),
    ),
  );
  const missing = cited.filter(
    ({ name, section }) => !isThere(readFileSync(join(root, `docs/facts/${name}.md`), 'utf8'), section),
  );
  expect(cited.length).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});

test('every source of docs/facts/dataverse.md has one number, and every number that is cited a source', () => {
  const [text = '', sources = ''] = readFileSync(join(root, 'docs/facts/dataverse.md'), 'utf8').split('## 5. Sources');
  const rows = [...sources.matchAll(/^\| (S\d\d(?:, S\d\d)*) \|/gm)].flatMap(([, numbers = '']) => numbers.split(', '));
  const cited = [...text.matchAll(/\[((?:[^\]\n]|\n)*?)\]/g)].flatMap(([, codes = '']) => codes.match(/S\d\d/g) ?? []);
  expect(rows).toEqual([...new Set(rows)]);
  expect([...new Set(cited)].sort()).toEqual([...rows].sort());
});

test('docs/dependencies.md has each package of package.json once, and no other', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [table = ''] = readFileSync(join(root, 'docs/dependencies.md'), 'utf8').split('`overrides`');
  const named = [...table.matchAll(/^\| (?!package |---)([^|]+) \|/gm)].flatMap(([, names = '']) => names.split(', '));
  expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
});

test('decisions are numbered once, without a gap', () => {
  const names = readdirSync(join(root, 'docs/decisions')).sort();
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1));
  for (const name of names) {
    const heading = readFileSync(join(root, 'docs/decisions', name), 'utf8').split('\n')[0];
    expect(heading).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
  }
});

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...filesIn('docs')];

function anchorsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every link from page to page leads somewhere', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#:\s]*)(?:#([^)\s]+))?\)/g)].map(([, path, anchor]) => {
      return { page, target: path ? join(dirname(page), path) : page, anchor };
    }),
  );
  const broken = links.filter(
    ({ target, anchor }) =>
      !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor)),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(broken).toEqual([]);
});

test('every path of a test that a page names is there, and every law names one', () => {
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/`(tests\/[\w./-]+\w)\/?`/g)].map(([, path = '']) => ({ page, path })),
  );
  // What tests write is there only after they ran.
  const missing = named.filter(({ path }) => !path.startsWith('tests/.out/') && !existsSync(join(root, path)));
  expect(named.length).toBeGreaterThan(10);
  expect(missing).toEqual([]);
  const laws = [...read('ARCHITECTURE.md').matchAll(/^\| (\d+) \| .+ \| (.+) \|$/gm)];
  expect(laws.map(([, law]) => Number(law))).toEqual(laws.map((_, at) => at + 1));
  for (const [, law, kept = ''] of laws) {
    const files = [...kept.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    expect([law, files.filter((file) => !isTest(file))]).toEqual([law, []]);
    expect([law, files.length]).not.toEqual([law, 0]);
  }
});

function isTest(file: string): boolean {
  return /\.(test|e2e|contract)\.ts$/.test(file) && existsSync(join(root, 'tests', file));
}
