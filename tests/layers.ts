/**
 * The table of imports of the design, as data. `tests/layers.test.ts` holds every file of src, sw and server to it, and of the
 * service that simulated worlds have; ARCHITECTURE.md shows it. What is not listed is refused; a file may always import from its own folder.
 */
export interface Layer {
  /** Folder, or folder below a listed one that is held to rules of its own. The longest match counts. */
  readonly folder: string;
  /** Folders it may import code and types from. */
  readonly imports: readonly string[];
  /** Folders it may import types from. */
  readonly types: readonly string[];
  /** Packages; `x/*` stands for every package that begins so. */
  readonly npm: readonly string[];
  readonly globals: Globals;
}

/**
 * Which globals a file may touch.
 * - `pure`: the language alone, without clock and randomness: those are arguments.
 * - `portable`: the language and the web's data types (URL, Headers, AbortSignal …), the same in page, worker and Node.
 * - `any`: the browser's or Node's globals too.
 */
export type Globals = 'pure' | 'portable' | 'any';

const everywhere = ['src/core', 'src/messages', 'src/service', 'src/storage', 'src/platform', 'src/auth', 'src/sync'];

export const layers: readonly Layer[] = [
  { folder: 'src/core', imports: [], types: [], npm: [], globals: 'pure' },
  { folder: 'src/messages', imports: ['src/core'], types: [], npm: ['valibot'], globals: 'pure' },
  {
    folder: 'src/service',
    imports: ['src/core'],
    types: ['src/platform'],
    npm: ['valibot'],
    globals: 'portable',
  },
  { folder: 'src/storage', imports: ['src/core'], types: [], npm: ['dexie', 'valibot'], globals: 'portable' },
  {
    folder: 'src/platform',
    imports: ['src/core', 'src/messages'],
    types: [],
    npm: ['workbox-window'],
    globals: 'portable',
  },
  {
    folder: 'src/platform/browser',
    imports: ['src/platform', 'src/core', 'src/messages'],
    types: [],
    npm: ['workbox-window'],
    globals: 'any',
  },
  {
    folder: 'src/auth',
    imports: ['src/core'],
    types: ['src/storage', 'src/platform'],
    npm: ['oauth4webapi'],
    globals: 'portable',
  },
  {
    folder: 'src/sync',
    imports: ['src/core', 'src/messages'],
    types: ['src/service', 'src/storage', 'src/platform', 'src/auth'],
    npm: [],
    globals: 'pure',
  },
  {
    folder: 'src/ui',
    imports: ['src/core', 'src/messages'],
    types: ['src/platform'],
    npm: ['preact', '@preact/signals'],
    globals: 'any',
  },
  { folder: 'src/workers', imports: [...everywhere, 'src/ui', 'src/app'], types: [], npm: [], globals: 'any' },
  {
    folder: 'src/app',
    imports: [...everywhere, 'src/ui', 'src/workers'],
    types: [],
    npm: ['preact', '@preact/signals'],
    globals: 'any',
  },
  { folder: 'sw', imports: everywhere, types: [], npm: ['workbox-*'], globals: 'any' },
  {
    folder: 'server',
    imports: [],
    types: [],
    npm: [
      'node:*',
      '@electric-sql/pglite',
      '@hono/node-server',
      'csv-parse',
      'csv-stringify',
      'fast-xml-parser',
      'hono',
      'jose',
      'oidc-provider',
      'pg',
      'pino',
      'prom-client',
      'valibot',
      'vite',
      'web-push',
    ],
    globals: 'any',
  },
  // An oracle: what it took from the client would be wrong on both sides at once.
  { folder: 'tests/simulation/service', imports: [], types: [], npm: [], globals: 'portable' },
];

/** Parts that are made in one place: only these folders, and the part itself, may import them as code. */
export const constructed: readonly { readonly part: string; readonly by: readonly string[] }[] = [
  { part: 'src/storage/dexie', by: ['src/app', 'src/workers', 'sw'] },
  { part: 'src/storage/memory-store.ts', by: ['src/app', 'src/workers', 'sw'] },
  { part: 'src/service/odata-client.ts', by: ['src/app', 'src/workers', 'sw'] },
  { part: 'src/platform/browser/page', by: ['src/app'] },
  { part: 'src/platform/browser/worker', by: ['src/workers', 'sw'] },
  { part: 'src/platform/browser', by: ['src/app', 'src/workers', 'sw'] },
];

/** No file that the table holds is longer, but for those that a program wrote. */
export const maxLines = 400;
export const generated: readonly string[] = ['src/ui/styles/tokens.css'];
