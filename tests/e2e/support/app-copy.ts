import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from '../../browsers/processes.ts';
import { dist } from './dist.ts';

/**
 * A copy of the built app, in a folder for LANDFALL_APP. `replaceBy` makes it the build after: other bytes of
 * index.html and of sw.js, with the revision that the precache knows it by, which the page shows as
 * `document.documentElement.dataset.build`.
 */
export interface AppCopy {
  readonly folder: string;
  replaceBy(build: string): void;
}

/** What the precache says of the document. The service worker adds the hash of the headers to it. */
const documentEntry = /\{"?revision"?:["'`][^"'`]*["'`],"?url"?:["'`]index\.html["'`]\}/;

export function copyApp(): AppCopy {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-app-'));
  onExit(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(dist, 'app'), folder, { recursive: true });
  const edit = (path: string, change: (text: string) => string) => {
    const before = readFileSync(join(folder, path), 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${path}`);
    writeFileSync(join(folder, path), after);
  };
  return {
    folder,
    replaceBy(build) {
      edit('index.html', (text) => text.replace(/<html( data-build="[^"]*")?/, `<html data-build="${build}"`));
      edit('sw.js', (text) => text.replace(documentEntry, `{"revision":"${build}","url":"index.html"}`));
    },
  };
}
