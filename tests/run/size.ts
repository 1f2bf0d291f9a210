import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';

const root = new URL('../..', import.meta.url).pathname;
const app = join(root, process.env.LANDFALL_DIST ?? 'dist', 'app');
const budgetFile = join(root, 'tests/size-budget.json');

/** Bytes of JavaScript after gzip, with all that is imported statically. */
export interface Sizes {
  readonly firstScreen: number;
  readonly dataWorker: number;
  readonly serviceWorker: number;
}

/** Measures what was built. */
export function measureSizes(): Sizes {
  const html = readFileSync(join(app, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<(?:script|link)[^>]*?\b(?:src|href)="\/?([^"]+\.js)"/g)].map(
    (match) => match[1] ?? '',
  );
  const worker = readdirSync(join(app, 'assets')).find((name) => /^data-worker.*\.js$/.test(name));
  if (worker === undefined) throw new Error('dist/app/assets has no data-worker*.js');
  return {
    firstScreen: gzipBytes(scripts.map((path) => join(app, path))),
    dataWorker: gzipBytes([join(app, 'assets', worker)]),
    serviceWorker: gzipBytes([join(app, 'sw.js')]),
  };
}

export function readBudget(): Sizes | null {
  return existsSync(budgetFile) ? (JSON.parse(readFileSync(budgetFile, 'utf8')) as Sizes) : null;
}

/** Prints sizes beside the budget, which `--update` replaces by them. */
export function reportSizes(args: readonly string[]): void {
  const sizes = measureSizes();
  const budget = readBudget();
  for (const [name, bytes] of Object.entries(sizes)) {
    const allowed = budget?.[name as keyof Sizes];
    const share = allowed === undefined ? '' : `, ${((100 * bytes) / allowed).toFixed(1)} % of ${allowed}`;
    console.log(`${name}: ${bytes} bytes gzip${share}`);
  }
  if (args.includes('--update')) writeFileSync(budgetFile, `${JSON.stringify(sizes, null, 2)}\n`);
}

function gzipBytes(entries: readonly string[]): number {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    const { module } = parseSync(path, readFileSync(path, 'utf8'));
    for (const { moduleRequest } of module.staticImports) {
      if (/^\.{1,2}\//.test(moduleRequest.value)) visit(join(dirname(path), moduleRequest.value));
    }
  };
  for (const path of entries) visit(path);
  return [...found].reduce((total, path) => total + gzipSync(readFileSync(path), { level: 9 }).length, 0);
}
