import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppPage } from '../../browsers/app-driver.ts';
import { onExit } from '../../browsers/processes.ts';
import { dist } from './dist.ts';

const built = join(dist, 'app');

/**
 * The next build of the app, in a folder of its own: as built, but the page's script has another name and says which
 * build it is; document and service worker follow, as they do when Vite builds changed sources.
 */
export function makeNextBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-next-build-'));
  onExit(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(built, folder, { recursive: true });
  const script = readdirSync(join(folder, 'assets')).find((name) => /^index-.{8}\.js$/.test(name));
  if (script === undefined) throw new Error('the build has no script for the page');
  const next = 'index-nextnext.js';
  renameSync(join(folder, 'assets', script), join(folder, 'assets', next));
  const change = (name: string, how: (text: string) => string) => {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    if (how(text) === text) throw new Error(`${name} is not changed`);
    writeFileSync(path, how(text));
  };
  change(`assets/${next}`, (text) => `${text}\n;document.documentElement.dataset.build = 'next';\n`);
  change('index.html', (text) => text.replaceAll(script, next));
  const revision = createHash('md5')
    .update(readFileSync(join(folder, 'index.html')))
    .digest('hex');
  change('sw.js', (text) => text.replaceAll(script, next));
  change('sw.js', (text) => text.replace(/(\{"revision":")[0-9a-f]{32}(","url":"index\.html"\})/, `$1${revision}$2`));
  return folder;
}

/** Until the page runs the script of the next build. */
export async function waitForNextBuild(page: AppPage): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset['build'] === 'next');
}

export async function isNextBuild(page: AppPage): Promise<boolean> {
  return page.evaluate(() => document.documentElement.dataset['build'] === 'next');
}
