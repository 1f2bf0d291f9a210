import { join } from 'node:path';
import { commandGroups } from './admin/command-groups.ts';
import { listenForCommands } from './admin/control-server.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import type { Database } from './database/database.ts';
import { checkpoint, startMaintenance } from './database/maintenance.ts';
import { migrate } from './database/migrate.ts';
import { fillDemoData } from './demo/fill.ts';
import { demoPeople } from './demo/people.ts';
import { demoTables } from './demo/tables/demo-tables.ts';
import { startDevPage } from './dev-page.ts';
import { failureReason } from './failure-reason.ts';
import { strictHeaders } from './headers.ts';
import { type Fetch, listen } from './http-server.ts';
import { openDatabase } from './open-database.ts';
import { progressLine } from './progress-line.ts';
import { createService } from './service.ts';
import { readSettings, type Settings } from './settings.ts';

const reportError = (error: unknown): void => console.error(error);

/** Serving ends before the data is closed; within a list the last begun ends first. */
const serving: (() => Promise<void> | void)[] = [];
const holding: (() => Promise<void> | void)[] = [];
let isStopping = false;

async function stop(): Promise<void> {
  for (const end of [...serving.splice(0).reverse(), ...holding.splice(0).reverse()]) await end();
}

function stopOnSignal(): void {
  if (isStopping) process.exit(1);
  isStopping = true;
  stop().then(
    () => process.exit(0),
    (error) => {
      reportError(error);
      process.exit(1);
    },
  );
}

async function prepareDatabase(settings: Settings): Promise<Database> {
  // PostgreSQL serves several processes at once; a data folder does not.
  if (settings.databaseUrl === null) holding.push(lockDataFolder(settings.dataFolder).release);
  const database = await openDatabase(settings, reportError);
  holding.push(async () => {
    await checkpoint(database);
    await database.close();
  });
  return database;
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, process.argv.slice(2), join(import.meta.dirname, '..', 'app'));
  const headers = strictHeaders(settings.environments);
  const starting: Fetch = () => {
    const error = { code: '0x80040200', message: 'The service is starting.' };
    return Response.json({ error }, { status: 503, headers: { ...headers.entries, 'retry-after': '1' } });
  };
  let fetch: Fetch = starting;
  const servicePort = settings.isDev ? settings.port + 1 : settings.port;
  // The port first: if it is taken, nothing in the data folder has been touched.
  const server = await listen({ port: servicePort, host: settings.host, headers, fetch: (...args) => fetch(...args) });
  serving.push(server.close);
  const database = await prepareDatabase(settings);
  const identity = await migrate(database, demoTables);
  await fillDemoData(database, settings.demoScale, progressLine(process.stdout));
  const parts = { database, identity, tables: demoTables, headers, settings, now: Date.now, reportError };
  const app = await createService(parts);
  fetch = (request, env) => app.fetch(request, env);
  holding.push(startMaintenance(database, reportError));
  if (settings.databaseUrl === null) {
    const control = { dataFolder: settings.dataFolder, groups: commandGroups, database, tables: demoTables };
    serving.push((await listenForCommands({ ...control, now: Date.now, reportError })).close);
  }
  if (settings.isDev) serving.push(await startDevPage(settings.host, settings.port, servicePort));
  announce(settings);
}

function announce(settings: Settings): void {
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(settings.host) ? 'localhost' : settings.host;
  const people = demoPeople.map(
    (person) => `  ${person.signInName.padEnd(6)} ${person.password.padEnd(15)} ${person.fullName}`,
  );
  console.log(
    [`Landfall is ready: http://${host}:${settings.port}`, 'Demo people (name, password):', ...people].join('\n'),
  );
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.on('SIGINT', stopOnSignal);
process.on('SIGTERM', stopOnSignal);

start().catch(async (error: unknown) => {
  if (isStopping) return;
  isStopping = true;
  console.error(`Landfall cannot start. ${failureReason(error) ?? stackOf(error)}`);
  await stop().catch(reportError);
  process.exit(1);
});
