import { createDataverseDialect } from '../../src/service/dialects/dataverse.ts';
import { createODataClient } from '../../src/service/odata-client.ts';
import type { ServiceClient } from '../../src/service/service-client.ts';
import { createManualClock } from '../fakes/clock.ts';
import { createManualTimers, type ManualTimers } from '../fakes/timers.ts';
import { accounts, workOrders } from './work-orders.ts';

export interface ClientUnderTest {
  readonly client: ServiceClient;
  readonly timers: ManualTimers;
}

/** A client of the service at `url`, over the real fetch. */
export function clientOf(url: string, token: string | null = 'token-1'): ClientUnderTest {
  const clock = createManualClock();
  const timers = createManualTimers(clock);
  const client = createODataClient({
    environment: { url },
    dialect: createDataverseDialect({ id: 'person-1' }),
    fetcher: (address, init) => fetch(address, init),
    token: () => Promise.resolve(token),
    portionRows: 20,
    requestTimeoutMs: 30_000,
    clock,
    timers,
    knownTables: () => Promise.resolve([accounts, workOrders]),
  });
  return { client, timers };
}

export const never = new AbortController().signal;
