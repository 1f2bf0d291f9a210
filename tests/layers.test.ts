import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breaches, type Files } from './layers/check.ts';
import { layers } from './layers.ts';

const root = new URL('..', import.meta.url).pathname;

function sourceFiles(): Files {
  const paths = ['src', 'sw', 'server', 'tests/simulation/service'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|css)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

test('every file keeps the table of imports', () => {
  expect(breaches(sourceFiles())).toEqual([]);
});

/** Planted violations: where it stands, what it says, and what the check has to answer. */
const planted: readonly (readonly [path: string, text: string, breach: RegExp])[] = [
  // A folder that is not listed, for every folder.
  ['src/core/x.ts', "import { a } from '../messages/a.ts';", /may not import src\/messages\/a\.ts$/],
  ['src/messages/x.ts', "import { a } from '../sync/a.ts';", /may not import src\/sync\/a\.ts$/],
  ['src/service/x.ts', "import { a } from '../storage/a.ts';", /may not import src\/storage\/a\.ts$/],
  ['src/storage/x.ts', "import type { A } from '../platform/a.ts';", /may not import src\/platform\/a\.ts$/],
  ['src/platform/x.ts', "import { a } from '../sync/a.ts';", /may not import src\/sync\/a\.ts$/],
  ['src/platform/browser/page/x.ts', "import { a } from '../../../ui/a.ts';", /may not import src\/ui\/a\.ts$/],
  ['src/auth/x.ts', "import { a } from '../service/a.ts';", /may not import src\/service\/a\.ts$/],
  ['src/sync/x.ts', "import { a } from '../ui/a.ts';", /may not import src\/ui\/a\.ts$/],
  ['src/ui/x.tsx', "import { a } from '../storage/a.ts';", /may not import src\/storage\/a\.ts$/],
  ['src/workers/x.ts', "import { a } from '../../sw/a.ts';", /may not import sw\/a\.ts$/],
  ['src/app/x.ts', "import { a } from '../../server/a.ts';", /may not import server\/a\.ts$/],
  ['sw/x.ts', "import { a } from '../src/workers/a.ts';", /may not import src\/workers\/a\.ts$/],
  ['server/x.ts', "import type { A } from '../src/core/a.ts';", /may not import src\/core\/a\.ts$/],
  [
    'tests/simulation/service/x.ts',
    "import type { A } from '../../../src/core/a.ts';",
    /may not import src\/core\/a\.ts$/,
  ],
  ['tests/simulation/service/x.ts', "import { a } from '../world.ts';", /may not import tests\/simulation\/world\.ts$/],
  ['src/other/x.ts', '', /lies in no folder of the table/],
  // Types only.
  ['src/service/x.ts', "import { a } from '../platform/a.ts';", /src\/platform\/a\.ts other than as types/],
  ['src/service/x.ts', "import { type A, b } from '../platform/a.ts';", /other than as types/],
  ['src/auth/x.ts', "import { a } from '../storage/a.ts';", /src\/storage\/a\.ts other than as types/],
  ['src/sync/x.ts', "import { a } from '../storage/a.ts';", /src\/storage\/a\.ts other than as types/],
  ['src/sync/x.ts', "import '../service/a.ts';", /src\/service\/a\.ts other than as types/],
  ['src/ui/x.tsx', "import { a } from '../platform/a.ts'; export const b = <p>{a}</p>;", /other than as types/],
  // Every way to name a module.
  ['src/core/x.ts', "export { a } from '../sync/a.ts';", /may not import src\/sync/],
  ['src/core/x.ts', "export * from '../sync/a.ts';", /may not import src\/sync/],
  ['src/core/x.ts', "export const a = () => import('../sync/a.ts');", /may not import src\/sync/],
  ['src/core/x.ts', "export type A = import('../sync/a.ts').A;", /may not import src\/sync/],
  ['src/ui/x.ts', 'export const a = (b: string) => import(b);', /may not import the package \(computed\)/],
  ['src/ui/x.ts', "new Worker(new URL('../workers/a.ts', import.meta.url));", /may not import src\/workers/],
  ['src/ui/x.ts', "import url from '../workers/a.ts?worker&url';", /may not import src\/workers\/a\.ts$/],
  // Packages.
  ['src/core/x.ts', "import * as v from 'valibot';", /may not import the package valibot/],
  ['src/sync/x.ts', "import type { Dexie } from 'dexie';", /may not import the package dexie/],
  ['src/storage/x.ts', "import { readFileSync } from 'node:fs';", /may not import the package node:fs/],
  ['src/ui/x.ts', "import { Dexie } from 'dexie';", /may not import the package dexie/],
  ['src/workers/x.ts', "import { h } from 'preact';", /may not import the package preact/],
  ['sw/x.ts', "import { signal } from '@preact/signals';", /may not import the package @preact\/signals/],
  ['server/x.ts', "import { Dexie } from 'dexie';", /may not import the package dexie/],
  // Only the composition roots construct.
  ['src/storage/x.ts', "import { a } from './dexie/a.ts';", /only src\/app, src\/workers, sw may/],
  ['src/storage/x.ts', "import { a } from './memory-store.ts';", /only src\/app, src\/workers, sw may/],
  ['src/service/x.ts', "import { a } from './odata-client.ts';", /only src\/app, src\/workers, sw may/],
  ['src/platform/x.ts', "import { a } from './browser/both/a.ts';", /only src\/app, src\/workers, sw may/],
  ['src/workers/x.ts', "import { a } from '../platform/browser/page/a.ts';", /only src\/app may/],
  ['src/app/x.ts', "import { a } from '../platform/browser/worker/a.ts';", /only src\/workers, sw may/],
  // Clocks, randomness, network, timers, console, browser globals.
  ['src/core/x.ts', 'export const a = Date.now();', /may not touch Date\.now/],
  ['src/core/x.ts', 'export const a = new Date();', /may not touch new Date\(\)/],
  ['src/core/x.ts', 'export const a = Date();', /may not touch Date\(\)/],
  ['src/core/x.ts', 'const { now } = Date; now();', /may not touch Date, unnamed use/],
  ['src/sync/x.ts', 'export const a = performance.now();', /may not touch performance/],
  ['src/sync/x.ts', 'export const a = Math.random();', /may not touch Math\.random/],
  ['src/sync/x.ts', 'const { random } = Math; random();', /may not touch Math, unnamed use/],
  ['src/messages/x.ts', 'export const a = crypto.randomUUID();', /may not touch crypto/],
  ['src/sync/x.ts', "await fetch('/');", /may not touch fetch/],
  ['src/sync/x.ts', 'new XMLHttpRequest();', /may not touch XMLHttpRequest/],
  ['src/sync/x.ts', "new WebSocket('ws://x');", /may not touch WebSocket/],
  ['src/sync/x.ts', 'setTimeout(() => {}, 5);', /may not touch setTimeout/],
  ['src/sync/x.ts', 'setInterval(() => {}, 5);', /may not touch setInterval/],
  ['src/sync/x.ts', 'queueMicrotask(() => {});', /may not touch queueMicrotask/],
  ['src/sync/x.ts', 'AbortSignal.timeout(5);', /may not touch AbortSignal\.timeout/],
  ['src/core/x.ts', "console.log('x');", /may not touch console/],
  ['src/core/x.ts', 'export const a = typeof window;', /may not touch window/],
  ['src/core/x.ts', "globalThis['fetch']('/');", /may not touch globalThis/],
  ['src/sync/x.ts', 'export const a = { navigator };', /may not touch navigator/],
  ['src/storage/x.ts', "indexedDB.open('x');", /may not touch indexedDB/],
  ['src/storage/x.ts', "new BroadcastChannel('x');", /may not touch BroadcastChannel/],
  ['src/service/x.ts', "await fetch('/');", /may not touch fetch/],
  ['src/service/x.ts', 'export const f = self.fetch;', /may not touch self/],
  ['src/auth/x.ts', "localStorage.getItem('x');", /may not touch localStorage/],
  ['src/platform/x.ts', 'export const a = navigator.onLine;', /may not touch navigator/],
  ['src/platform/probes/x.ts', 'export const a = document.visibilityState;', /may not touch document/],
  ['src/core/x.ts', 'export function f(fetch: () => void) { fetch(); } fetch();', /may not touch fetch/],
  // Size.
  ['src/ui/x.css', 'a {}\n'.repeat(401), /401 lines, more than 400/],
];

describe('planted violations fail', () => {
  test.each(planted)('%s: %s', (path, text, breach) => {
    expect(breaches({ [path]: text })).toEqual([expect.stringMatching(breach)]);
  });

  test('every folder of the table has one', () => {
    const folders = layers.map(({ folder }) => folder);
    expect(folders.filter((folder) => !planted.some(([path]) => path.startsWith(`${folder}/`)))).toEqual([]);
  });

  test('files that import each other', () => {
    const files = { 'src/core/a.ts': "import './b.ts';", 'src/core/b.ts': "import './a.ts';" };
    expect(breaches(files)).toEqual([
      expect.stringContaining('imports itself by way of src/core/b.ts → src/core/a.ts'),
    ]);
  });

  test('a file that does not parse', () => {
    expect(breaches({ 'src/core/a.ts': 'const = 5;' })).toEqual([expect.stringContaining('src/core/a.ts: ')]);
  });
});

/** What looks like a violation and is none. */
const allowed: readonly (readonly [path: string, text: string])[] = [
  ['src/sync/x.ts', "import type { Store } from '../storage/store.ts';"],
  ['src/sync/x.ts', "import { type Store } from '../storage/store.ts';"],
  ['src/sync/x.ts', "export type { Store } from '../storage/store.ts';"],
  ['src/sync/x.ts', "export type S = import('../storage/store.ts').Store;"],
  ['src/core/x.ts', 'export const a = new Date(5).getTime() + Date.UTC(2026, 1);'],
  [
    'src/core/x.ts',
    'export const f = (fetch: () => number, { now }: { now: number }) => fetch() + now + Math.floor(2.5);',
  ],
  ['src/core/x.ts', 'export interface A { window: number } export const f = (a: A) => ({ window: a.window });'],
  ['src/core/x.ts', 'export type W = typeof window; export const a: Window | null = null;'],
  [
    'src/core/x.ts',
    'const [name = 5, ...rest] = [1, 2]; for (const event of rest) { const status = event + name; status; }',
  ],
  [
    'src/core/x.ts',
    'try { f(); } catch (event) { throw event; } function f(): void { for (let top = 0; top < 5; top++); }',
  ],
  ['src/core/x.ts', 'class Thing { static name = 1; fetch() { return this.fetch; } } export { Thing as window };'],
  ['src/sync/x.ts', 'export const a = new AbortController().signal instanceof AbortSignal;'],
  ['src/service/x.ts', "export const a = new URL('/x', 'http://x').href;"],
  ['src/app/x.ts', "import { a } from '../platform/browser/page/a.ts'; document.title = a;"],
  [
    'sw/x.ts',
    "import { precache } from 'workbox-precaching'; import { a } from '../src/storage/dexie/a.ts'; precache(a);",
  ],
  ['src/platform/browser/page/x.ts', "import { a } from '../both/a.ts'; navigator.vibrate(a);"],
];

describe('what the table allows passes', () => {
  test.each(allowed)('%s: %s', (path, text) => {
    expect(breaches({ [path]: text })).toEqual([]);
  });
});
