import type { Database } from '../../server/database/database.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openPgliteMemory } from '../../server/database/pglite.ts';
import { fillDemoData } from '../../server/demo/fill.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { strictHeaders } from '../../server/headers.ts';
import { createReadableLog } from '../../server/operations/log.ts';
import { documentedLimits, type ProtectionLimits } from '../../server/protection/protection-limits.ts';
import { createService } from '../../server/service.ts';
import { signIn } from '../../src/auth/sign-in.ts';
import type { Environment } from '../../src/core/session.ts';
import { dialectFor } from '../../src/service/dialects/dialect-for.ts';
import type { FetchInit } from '../../src/service/fetcher.ts';
import { createODataClient } from '../../src/service/odata-client.ts';
import type { ServiceClient } from '../../src/service/service-client.ts';
import { createManualTimers } from '../fakes/timers.ts';
import { never } from './client-under-test.ts';

const environment: Environment = { id: 'demo', name: 'Demo', url: 'http://localhost:4280/', dialect: 'dataverse' };

export interface EmbeddedService {
  /** Signs a demo person in and makes their client. */
  clientFor(name: string, portionRows?: number): Promise<ServiceClient>;
  tokenFor(name: string): Promise<string>;
  fetch(request: Request): Promise<Response>;
  readonly database: Database;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Of the demo's data; a little of it, if absent. */
  readonly scale?: number;
  /** Stands on the wire of the clients. */
  readonly onRequest?: (url: string, init: FetchInit, answer: Promise<Response>) => Promise<Response>;
}

/** The embedded service with a little demo data, in this process: the client's oracle, sharing no code with it. */
export async function startEmbeddedService(
  limits: Partial<ProtectionLimits> = {},
  options: EmbeddedOptions = {},
): Promise<EmbeddedService> {
  const { database } = await openPgliteMemory();
  const identity = await migrate(database, demoTables);
  await fillDemoData(database, options.scale ?? 0.005, () => {});
  const headers = strictHeaders([]);
  const settings = {
    appFolder: '/nowhere',
    appOrigins: [],
    environments: [],
    protection: { ...documentedLimits, ...limits },
    hasLevers: false,
    trustedProxies: 0,
    metricsAccess: { kind: 'off' },
    requestLines: 'none',
  } as const;
  const app = await createService({
    database,
    identity,
    tables: demoTables,
    headers,
    settings,
    now: Date.now,
    log: createReadableLog(process.stdout, process.stderr),
    phase: () => 'serving',
    metricsScope: 'service',
  });
  const answer = async (url: string, init: FetchInit): Promise<Response> => app.fetch(new Request(url, init));
  const { onRequest } = options;
  const fetcher = (url: string, init: FetchInit): Promise<Response> =>
    onRequest === undefined ? answer(url, init) : onRequest(url, init, answer(url, init));
  const enter = async (name: string) => {
    const result = await signIn(environment, { name, password: `${name}-landfall` }, fetcher, never);
    if (result.kind !== 'signed in') throw new Error(result.sentence);
    return result;
  };
  return {
    database,
    fetch: async (request) => app.fetch(request),
    tokenFor: async (name) => (await enter(name)).session.token,
    async clientFor(name, portionRows = 7) {
      const result = await enter(name);
      const client: ServiceClient = createODataClient({
        environment,
        dialect: dialectFor(environment, result.person),
        fetcher,
        token: () => Promise.resolve(result.session.token),
        portionRows,
        requestTimeoutMs: 30_000,
        clock: { now: Date.now },
        timers: createManualTimers(),
        knownTables: async () => {
          const known = await client.tables(never);
          return known.ok ? known.value.tables : [];
        },
      });
      return client;
    },
    close: () => database.close(),
  };
}
