import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../../server/database/postgres.ts';
import { sqlName } from '../../../server/database/sql-name.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { templatePrefix } from './provided.ts';

let cluster: Cluster | null = null;

/**
 * One server for the run; each service gets a database of its own (test-database.ts). LANDFALL_TEST_POSTGRES names
 * another server, so that the suite can be run on any version: the address of a superuser's database, encoding UTF8.
 */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env.LANDFALL_TEST_POSTGRES;
  if (given !== undefined) {
    await dropTemplates(given);
    project.provide('postgresUrl', given);
    return;
  }
  cluster = await startCluster(['fsync=off', 'full_page_writes=off', 'shared_buffers=64MB']);
  project.provide('postgresUrl', cluster.url('postgres'));
}

/** Those of an earlier run, which may hold other data. */
async function dropTemplates(url: string): Promise<void> {
  const server = openPostgres({ url, poolSize: 1, reportError: () => {} });
  const found = await server.query('select datname from pg_database where starts_with(datname, $1)', [templatePrefix]);
  for (const { datname } of found) await server.query(`drop database ${sqlName(String(datname))} with (force)`);
  await server.close();
}

export async function teardown(): Promise<void> {
  await cluster?.remove();
}
