import { join } from 'node:path';
import { commandGroups } from './admin/command-groups.ts';
import { listenForCommands } from './admin/control-server.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import type { Database } from './database/database.ts';
import { checkpoint, startMaintenance, systemClock } from './database/maintenance.ts';
import { readSetting } from './database/setting.ts';
import { fillDemoData } from './demo/fill.ts';
import { noDemo } from './demo/keep-demo-data-out.ts';
import { demoPeople } from './demo/people.ts';
import { refuseOpenDemo } from './demo/refuse-open-demo.ts';
import { startDevPage } from './dev-page.ts';
import { failureReason } from './failure-reason.ts';
import { strictHeaders } from './headers.ts';
import { type Fetch, listen } from './http-server.ts';
import { createLifecycle } from './lifecycle.ts';
import { openDatabase } from './open-database.ts';
import { describeError } from './operations/describe-error.ts';
import { startingHealth } from './operations/health.ts';
import { createJsonLog } from './operations/json-log.ts';
import { createReadableLog } from './operations/log.ts';
import { prepareData } from './prepare-data.ts';
import { keepPrivate } from './private-folder.ts';
import { progressLine } from './progress-line.ts';
import { createService } from './service.ts';
import { readSettings, type Settings } from './settings.ts';

// A failed statement has ten frames of PGlite before the first one of ours.
Error.stackTraceLimit = 50;
// Whatever this process makes is for its own user.
process.umask(0o077);
// Before the settings are read, because what is wrong with them is said in the same form.
const isJson = process.env.LANDFALL_LOG?.trim() === 'json';
const log = isJson ? createJsonLog(process.stdout) : createReadableLog(process.stdout, process.stderr);
const reportError = (error: unknown): void => log.error('an error outside of any request', error);
/** For what follows the last answer: the last checkpoint, and closing the database. */
const closingMs = 20_000;
let stopMs = 0;
const lifecycle = createLifecycle({
  log,
  signals: process,
  exit: (code) => process.exit(code),
  longestStopMs: () => stopMs + closingMs,
});

async function prepareDatabase(settings: Settings): Promise<Database> {
  // PostgreSQL serves several processes at once; a data folder does not.
  if (settings.databaseUrl === null) {
    lifecycle.holding(lockDataFolder(settings.dataFolder).release);
    keepPrivate(settings.dataFolder, { warn: (note) => log.info('data folder', { note }) });
  }
  const database = await openDatabase(settings, reportError);
  lifecycle.holding(async () => {
    await checkpoint(database);
    await database.close();
  });
  return database;
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, process.argv.slice(2), join(import.meta.dirname, '..', 'app'));
  stopMs = settings.stopSeconds * 1000;
  const headers = strictHeaders(settings.environments);
  const starting: Fetch = (request) => {
    const { pathname } = new URL(request.url);
    const health = pathname.startsWith('/health/') ? startingHealth(pathname) : null;
    const body = health?.body ?? { error: { code: '0x80040200', message: 'The service is starting.' } };
    return Response.json(body, { status: health?.status ?? 503, headers: { ...headers.entries, 'retry-after': '1' } });
  };
  let fetch: Fetch = starting;
  const servicePort = settings.isDev ? settings.port + 1 : settings.port;
  // The port first: if it is taken, nothing in the data folder has been touched.
  const server = await listen({
    port: servicePort,
    host: settings.host,
    headers,
    trustedProxies: settings.trustedProxies,
    fetch: (...args) => fetch(...args),
  });
  lifecycle.serving(async () => {
    const cut = await server.close(stopMs);
    if (cut > 0) log.info('requests were cut', { count: cut });
  });
  const database = await prepareDatabase(settings);
  const { identity, tables } = await prepareData(database, settings, (note) => log.info('tables', { note }));
  await refuseOpenDemo(database, settings);
  if (settings.tablesFile === null) {
    await fillDemoData(database, settings.demoScale, isJson ? () => {} : progressLine(process.stdout));
  }
  const app = await createService({
    database,
    identity,
    tables,
    headers,
    settings,
    now: Date.now,
    log,
    phase: lifecycle.phase,
    metricsScope: 'process',
  });
  fetch = (request, env) => app.fetch(request, env);
  lifecycle.holding(startMaintenance({ database, reportError, clock: systemClock }));
  if (settings.databaseUrl === null) {
    const control = { dataFolder: settings.dataFolder, groups: commandGroups, database, tables };
    lifecycle.serving((await listenForCommands({ ...control, now: Date.now, reportError })).close);
  }
  if (settings.isDev) lifecycle.serving(await startDevPage(settings.host, settings.port, servicePort));
  lifecycle.serves();
  await announce(settings, database);
}

/** One write for a reader of text: whoever waits for the address has the people's passwords with it. */
async function announce(settings: Settings, database: Database): Promise<void> {
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(settings.host) ? 'localhost' : settings.host;
  const address = `http://${host}:${settings.port}`;
  if (isJson) log.info('ready', { address });
  else console.log([`Landfall is ready: ${address}`, ...(await demoPeopleLines(settings, database))].join('\n'));
  if (settings.tablesFile === null) return;
  const [person] = await database.query('select 1 from landfall_password limit 1');
  if (person === undefined) log.info('nobody can sign in yet: see npx landfall --help');
}

async function demoPeopleLines(settings: Settings, database: Database): Promise<readonly string[]> {
  if (settings.tablesFile !== null || (await readSetting(database, 'demo')) === noDemo) return [];
  const line = (one: (typeof demoPeople)[number]): string =>
    `  ${one.signInName.padEnd(6)} ${one.password.padEnd(15)} ${one.fullName}`;
  return ['Demo people (name, password):', ...demoPeople.map(line)];
}

function reasonOf(error: unknown): string {
  const { name, code = '', frames = [] } = describeError(error);
  return failureReason(error) ?? [`${name} ${code}`.trim(), ...frames].join('\n    at ');
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.error('the process failed', error);
    process.exit(1);
  });
}

start().catch((error: unknown) => lifecycle.fail(reasonOf(error)));
