import type { TableDefinition } from '../../src/core/table.ts';
import { createDataverseDialect } from '../../src/service/dialects/dataverse.ts';
import type { Dialect } from '../../src/service/dialects/dialect.ts';
import { createODataClient } from '../../src/service/odata-client.ts';
import type { ServiceClient } from '../../src/service/service-client.ts';
import { createManualClock } from '../fakes/clock.ts';
import { createManualTimers, type ManualTimers } from '../fakes/timers.ts';
import { accounts, workOrders } from './work-orders.ts';

export interface ClientUnderTest {
  readonly client: ServiceClient;
  readonly timers: ManualTimers;
}

export interface ClientSettings {
  readonly token?: string | null;
  readonly dialect?: Dialect;
  readonly knownTables?: readonly TableDefinition[];
}

/** A client of the service at `url`, over the real fetch; of Dataverse, unless another dialect is given. */
export function clientOf(url: string, settings: ClientSettings = {}): ClientUnderTest {
  const token = settings.token === undefined ? 'token-1' : settings.token;
  const clock = createManualClock();
  const timers = createManualTimers(clock);
  const client = createODataClient({
    environment: { url },
    dialect: settings.dialect ?? createDataverseDialect({ id: 'person-1' }),
    fetcher: (address, init) => fetch(address, init),
    token: () => Promise.resolve(token),
    portionRows: 20,
    requestTimeoutMs: 30_000,
    clock,
    timers,
    knownTables: () => Promise.resolve(settings.knownTables ?? [accounts, workOrders]),
  });
  return { client, timers };
}

export const never = new AbortController().signal;
