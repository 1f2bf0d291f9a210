import { describe, expect, it } from 'vitest';
import { createDataverseDialect } from '../../src/service/dialects/dataverse.ts';
import { createODataClient } from '../../src/service/odata-client.ts';
import { accounts } from '../fixtures/tables.ts';
import { baseRows, Device, intervalMs, wake } from './device.ts';

const root = 'https://service.example/api/data/v9.2/';
const context = `${root}$metadata#accounts/$deletedEntity`;
const account = (key: string) => ({ '@odata.etag': `W/"1"`, accountid: key, name: key, city: null });

/** A service whose delta names `b` as gone in one of the shapes there are (src/service/removal.ts). */
async function afterDelta(removal: object): Promise<readonly string[]> {
  const device = new Device();
  const answers: { [path: string]: object } = {
    delta: { value: [account('c'), removal], '@odata.deltaLink': `${root}delta` },
  };
  const service = createODataClient({
    environment: { url: 'https://service.example/' },
    dialect: {
      ...createDataverseDialect({ id: 'p' }),
      tables: async () => ({ ok: true, value: { tables: [accounts], leftOut: [] } }),
      definitionsVersion: async () => ({ ok: true, value: null }),
      count: async () => ({ ok: true, value: null }),
    },
    fetcher: async (url) => {
      const first = { value: [account('a'), account('b')], '@odata.deltaLink': `${root}delta` };
      const body = answers[url.slice(root.length)] ?? first;
      return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
    },
    token: async () => 'token',
    portionRows: 50,
    requestTimeoutMs: 30_000,
    clock: device.timers.clock,
    timers: device.timers,
    knownTables: async () => [accounts],
  });
  const parts = { ...device.openContext(), service };
  await wake(parts);
  expect(Object.keys(await baseRows(parts, 'account', 'name'))).toEqual(['a', 'b']);
  await device.timers.advance(intervalMs);
  await wake(parts, 'interval');
  return Object.keys(await baseRows(parts, 'account', 'name'));
}

describe('a row that a delta names as gone leaves the replica', () => {
  it.each([
    ['as OData 4.0 and Dataverse say it', { '@odata.context': context, id: 'b', reason: 'deleted' }],
    ['as OData 4.01 says it', { '@removed': { reason: 'changed' }, '@id': `${root}accounts('b')` }],
    ['as OData 4.01 says it, by its key', { '@removed': { reason: 'deleted' }, accountid: 'b' }],
    ['in 4.01’s way with 4.0’s prefix', { '@odata.removed': { reason: 'deleted' }, '@odata.id': `accounts('b')` }],
  ])('%s', async (_, removal) => {
    expect(await afterDelta(removal)).toEqual(['a', 'c']);
  });
});
