import type { TestProject } from 'vitest/node';
import { type Cluster, startCluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL server, at its database `postgres`; absent where tests run on PGlite. */
    readonly postgresUrl?: string;
  }
}

let cluster: Cluster | null = null;

/**
 * One server for the run; each service gets a database of its own (test-database.ts). LANDFALL_TEST_POSTGRES names
 * another server, so that the suite can be run on any version: the address of a superuser's database, encoding UTF8.
 */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env.LANDFALL_TEST_POSTGRES;
  if (given !== undefined) {
    project.provide('postgresUrl', given);
    return;
  }
  cluster = await startCluster(['fsync=off', 'full_page_writes=off', 'shared_buffers=64MB']);
  project.provide('postgresUrl', cluster.url('postgres'));
}

export async function teardown(): Promise<void> {
  await cluster?.remove();
}
