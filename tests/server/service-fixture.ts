import { vi } from 'vitest';
import type { createApp } from '../../server/app.ts';
import type { Database } from '../../server/database/database.ts';
import { migrate } from '../../server/database/migrate.ts';
import { fillDemoData } from '../../server/demo/fill.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { ownEnvironment } from '../../server/environments.ts';
import { strictHeaders } from '../../server/headers.ts';
import type { Tables } from '../../server/odata/table.ts';
import type { Log } from '../../server/operations/log.ts';
import { documentedLimits } from '../../server/protection/protection-limits.ts';
import { createService, type ServiceParts } from '../../server/service.ts';
import type { Settings } from '../../server/settings.ts';
import { openTestDatabase } from './test-database.ts';

// PGlite starts in wasm: on a loaded machine that alone outlasts the default limits.
vi.setConfig({ hookTimeout: 120_000, testTimeout: 60_000 });

export const base = 'http://service.test';
export const dataPath = '/api/data/v9.2';
export const sampleScale = 0.02;

export type Json = Readonly<Record<string, unknown>>;
export type Answered = { readonly status: number; readonly headers: Headers; readonly body: Json };
type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

export type SignedIn = {
  readonly token: string;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly send: (method: string, path: string, sent?: Sent) => Promise<Answered>;
};

export type TestService = {
  readonly app: Awaited<ReturnType<typeof createApp>>;
  readonly database: Database;
  readonly clock: { ms: number };
  readonly errors: readonly unknown[];
  readonly as: (name: string) => Promise<SignedIn>;
  readonly close: () => Promise<void>;
};

async function toAnswered(response: Response): Promise<Answered> {
  const text = await response.text();
  const body: Json = text.startsWith('{') ? JSON.parse(text) : { text };
  return { status: response.status, headers: response.headers, body };
}

/** What a service is opened with: its tables, people and rows. `name` stands for all of it. */
export type TestData = {
  readonly name: string;
  readonly tables: Tables;
  readonly fill: (database: Database) => Promise<unknown>;
};

function demoData(scale: number): TestData {
  return { name: `demo ${scale}`, tables: demoTables, fill: (database) => fillDemoData(database, scale, () => {}) };
}

export const silent: Log = { info() {}, error() {}, failed() {}, request() {} };

type Options = Partial<Settings> &
  Partial<Pick<ServiceParts, 'log' | 'phase'>> & {
    readonly scale?: number;
    readonly data?: TestData;
    /** One that is already there, instead of a new one. */
    readonly database?: Database;
  };

export async function openService(options: Options = {}): Promise<TestService> {
  const { name, tables, fill } = options.data ?? demoData(options.scale ?? sampleScale);
  const filled = async (fresh: Database): Promise<void> => {
    await migrate(fresh, tables);
    await fill(fresh);
  };
  const database = options.database ?? (await openTestDatabase(name, filled));
  const identity = await migrate(database, tables);
  const settings = {
    appFolder: '/nowhere',
    appOrigins: [],
    environments: [ownEnvironment],
    hasLevers: false,
    protection: documentedLimits,
    metricsAccess: { kind: 'loopback' as const },
    requestLines: 'none' as const,
    trustedProxies: 0,
    ...options,
  };
  const clock = { ms: Date.now() };
  const errors: unknown[] = [];
  const app = await createService({
    database,
    identity,
    tables,
    headers: strictHeaders(settings.environments),
    settings,
    now: () => clock.ms,
    log: options.log ?? { ...silent, error: (_, error) => errors.push(error) },
    phase: options.phase ?? (() => 'serving'),
    metricsScope: 'service',
  });

  const as = async (name: string): Promise<SignedIn> => {
    const signIn = await app.request(`${base}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password: `${name}-landfall` }),
    });
    const { body } = await toAnswered(signIn);
    const token = String(body.token);
    const send = async (method: string, path: string, sent: Sent = {}): Promise<Answered> => {
      const headers = { authorization: `Bearer ${token}`, ...sent.headers };
      const url = path.startsWith('http') ? path : `${base}${dataPath}/${path}`;
      const json = sent.body === undefined ? {} : { body: JSON.stringify(sent.body) };
      const typed = sent.body === undefined ? {} : { 'content-type': 'application/json' };
      return toAnswered(await app.request(url, { method, headers: { ...typed, ...headers }, ...json }));
    };
    return { token, send, get: (path, headers = {}) => send('GET', path, { headers }) };
  };
  return { app, database, clock, errors, as, close: () => database.close() };
}

export function rowsOf(answered: Answered): readonly Json[] {
  if (!Array.isArray(answered.body.value))
    throw new Error(`no rows: ${answered.status} ${JSON.stringify(answered.body)}`);
  return answered.body.value;
}

export function errorOf(answered: Answered): { status: number; code: unknown; message: string } {
  const error = (answered.body.error ?? {}) as Json;
  return { status: answered.status, code: error.code, message: String(error.message) };
}

/** Follows next links to the end; every portion's rows, and the delta link if there is one. */
export async function readAll(
  person: SignedIn,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ rows: Json[]; portions: number; deltaLink: string | undefined }> {
  const rows: Json[] = [];
  let portions = 0;
  let next: string | undefined = path;
  let deltaLink: string | undefined;
  while (next !== undefined) {
    const answered: Answered = await person.get(next, headers);
    rows.push(...rowsOf(answered));
    portions += 1;
    next = answered.body['@odata.nextLink'] as string | undefined;
    deltaLink = answered.body['@odata.deltaLink'] as string | undefined;
  }
  return { rows, portions, deltaLink };
}
