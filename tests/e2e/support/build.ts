import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from './dist.ts';

const sources = ['src', 'sw', 'server', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];
const products = ['app/index.html', 'app/sw.js', 'server/main.js', 'server/landfall.js'];

/**
 * Vitest's global set-up of the end-to-end project: builds once, unless what is built is newer than every source.
 * LANDFALL_NO_BUILD=1 takes what is there, as does LANDFALL_DIST, which names another place.
 */
export default function buildUnlessFresh(): void {
  if (process.env.LANDFALL_NO_BUILD === '1' || process.env.LANDFALL_DIST !== undefined || isFresh()) return;
  // Vitest says `test`, which would make Vite build for development: another service worker, another Workbox.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`the build failed with exit code ${status}`);
}

function isFresh(): boolean {
  const built = products.map((path) => join(dist, path));
  if (!built.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return sources.every((path) => newest(join(root, path)) < oldest);
}

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs, isDirectory } = statOf(path);
  return isDirectory ? Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name)))) : mtimeMs;
}

function statOf(path: string): { readonly mtimeMs: number; readonly isDirectory: boolean } {
  const stat = statSync(path);
  return { mtimeMs: stat.mtimeMs, isDirectory: stat.isDirectory() };
}
