import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

type Link = { readonly source: string; readonly target: string };

/**
 * A package cannot hold symbolic links, so the binaries' own install script makes them: of shared libraries, without
 * which nothing starts. Where npm runs no install scripts they are made here.
 */
export function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as readonly Link[]) {
    if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
  }
}
