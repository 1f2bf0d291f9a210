import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openPgliteMemory } from '../../server/database/pglite.ts';
import { openPostgres } from '../../server/database/postgres.ts';
import { writeSetting } from '../../server/database/setting.ts';
import { sqlName } from '../../server/database/sql-name.ts';
import { templatePrefix } from './postgres/provided.ts';

type Prepare = (database: Database) => Promise<void>;

/**
 * A database of its own, prepared: PostgreSQL where the project provides a server, or else PGlite in memory. `name`
 * stands for what `prepare` does: on PostgreSQL that is done once, and databases of that name are copies.
 */
export async function openTestDatabase(name: string, prepare: Prepare): Promise<Database> {
  const url = inject('postgresUrl');
  if (url !== undefined) return copyOfTemplate(url, name, prepare);
  const database = await emptyPglite();
  await prepare(database);
  return database;
}

// initdb costs seconds; what it makes is the same every time, so one run's result serves the next ones.
async function emptyPglite(): Promise<Database> {
  const image = join(tmpdir(), 'landfall-test-pglite-0.5.16.tar');
  if (existsSync(image)) return (await openPgliteMemory(await openAsBlob(image))).database;
  const { database, dump } = await openPgliteMemory();
  const own = `${image}.${process.pid}`;
  writeFileSync(own, Buffer.from(await (await dump()).arrayBuffer()));
  renameSync(own, image);
  return database;
}

/** Address of another database on the same server. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

function open(url: string, poolSize: number): Database {
  // A lost connection shows in the statement that needs it.
  return openPostgres({ url, poolSize, reportError: () => {} });
}

async function makeTemplate(server: Database, url: string, template: string, prepare: Prepare): Promise<void> {
  const [found] = await server.query('select 1 from pg_database where datname = $1', [template]);
  if (found !== undefined) return;
  const unfinished = `unfinished_${randomBytes(8).toString('hex')}`;
  await server.query(`create database ${sqlName(unfinished)}`);
  const database = open(urlOf(url, unfinished), 2);
  await prepare(database);
  await database.close();
  await server.query(`alter database ${sqlName(unfinished)} rename to ${sqlName(template)}`);
}

async function copyOfTemplate(url: string, name: string, prepare: Prepare): Promise<Database> {
  const template = `${templatePrefix}${name.replaceAll(/\W/g, '_')}`;
  const copy = `copy_${randomBytes(8).toString('hex')}`;
  const server = open(url, 1);
  // On its one connection; other test files wait here for the template.
  await server.query('select pg_advisory_lock(1)');
  await makeTemplate(server, url, template, prepare);
  await server.query(`create database ${sqlName(copy)} template ${sqlName(template)}`);
  await server.query('select pg_advisory_unlock(1)');
  const database = open(urlOf(url, copy), 10);
  const [found] = await database.query("select to_regclass('landfall_setting') is not null as is_service");
  if (found?.is_service === true) {
    // As two services have them that were never one.
    await writeSetting(database, 'epoch', randomUUID());
    await writeSetting(database, 'key', randomBytes(32).toString('base64url'));
  }
  return {
    ...database,
    async close() {
      await database.close();
      await server.query(`drop database ${sqlName(copy)} with (force)`);
      await server.close();
    },
  };
}
