import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable } from '../../../server/database/database.ts';
import { openPostgresServer } from '../../../server/open-postgres-server.ts';
import { type Cluster, startCluster } from './cluster.ts';

let cluster: Cluster;
let database: Database;
const open = (): Promise<Database> =>
  openPostgresServer({ url: cluster.url('postgres'), poolSize: 2, reportError: () => {} });

beforeAll(async () => {
  cluster = await startCluster(['fsync=off', 'shared_buffers=32MB']);
  database = await open();
}, 120_000);
afterAll(async () => {
  await database.close();
  await cluster.remove();
});

it('§5.2 a standby, whose snapshots lose changes, is never read: neither at the start nor once it has become one', async () => {
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  await cluster.becomeStandby();
  await expect(open()).rejects.toThrow(/^PostgreSQL at \S+ cannot be used: it is a standby; the primary is needed\.$/);
  await expect(database.query('select 1 as one')).rejects.toThrow(DatabaseUnavailable);
  await expect(database.query('select 1 as one')).rejects.toThrow('it is a standby');
});
