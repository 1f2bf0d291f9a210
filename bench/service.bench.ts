import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../server/database/database.ts';
import { migrate } from '../server/database/migrate.ts';
import { openPostgres } from '../server/database/postgres.ts';
import { fillDemoData } from '../server/demo/fill.ts';
import { demoTables } from '../server/demo/tables/demo-tables.ts';
import { openDataFolder } from '../server/open-data-folder.ts';
import { freePort } from '../tests/browsers/free-port.ts';
import { signInAt } from '../tests/server/crash/data-client.ts';
import { buildService, type ServiceProcess, startProcess } from '../tests/server/crash/service-process.ts';
import { startCluster } from '../tests/server/postgres/cluster.ts';

const rowsInTable = 500_000;
const metricsToken = 'a-token-of-the-benchmark';
const busy = 8;

/** What one kind of request costs: `cpuMs` of the service's process, `serverCpuMs` of PostgreSQL's processes. */
export interface Cost {
  readonly database: 'PGlite' | 'PostgreSQL';
  readonly request: string;
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly serverCpuMs: number;
}

type Kind = {
  readonly name: string;
  readonly count: number;
  readonly atOnce: number;
  readonly ask: (n: number) => Promise<void>;
};
type Place = {
  readonly name: Cost['database'];
  readonly env: Readonly<Record<string, string>>;
  readonly open: () => Promise<Database>;
  /** CPU of the database's own processes so far. */
  readonly serverCpuMs: () => number;
};

const keyOf = (n: number): string => `bbbbbbbb-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

async function fill(database: Database): Promise<void> {
  await migrate(database, demoTables);
  await fillDemoData(database, 0.002, () => {});
  // In portions: one statement has thirty seconds.
  for (let from = 1; from <= rowsInTable; from += 25_000) {
    await database.query(
      `insert into account (accountid, name, accountnumber, address1_city, ownerid, owningbusinessunit)
       select ('bbbbbbbb-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Company number ' || n, 'B-' || n, 'Lisbon',
         systemuserid, businessunitid
       from generate_series($1::int, $2::int) n, systemuser where domainname = 'dana'`,
      [from, from + 24_999],
    );
  }
  await database.query('analyze');
}

async function serviceCpuMs({ url }: ServiceProcess): Promise<number> {
  const answered = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const [, seconds] = /^process_cpu_seconds_total (\S+)$/m.exec(await answered.text()) ?? [];
  return 1000 * Number(seconds);
}

async function askAll({ count, atOnce, ask }: Kind): Promise<void> {
  let next = 0;
  const asker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) await ask(n);
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
}

async function measure(service: ServiceProcess, place: Place, kind: Kind): Promise<Cost> {
  await askAll({ ...kind, count: Math.ceil(kind.count / 5) });
  const [cpu, serverCpu] = [await serviceCpuMs(service), place.serverCpuMs()];
  const beganMs = performance.now();
  await askAll(kind);
  const seconds = (performance.now() - beganMs) / 1000;
  return {
    database: place.name,
    request: kind.name,
    perSecond: kind.count / seconds,
    cpuMs: ((await serviceCpuMs(service)) - cpu) / kind.count,
    serverCpuMs: (place.serverCpuMs() - serverCpu) / kind.count,
  };
}

async function kindsOf({ url }: ServiceProcess): Promise<readonly Kind[]> {
  const dana = await signInAt(url, 'dana');
  const ask = async (status: number, ...[method, path, sent]: [string, string, Parameters<typeof dana.send>[3]?]) => {
    const reply = await dana.send(url, method, path, sent);
    if (reply.status !== status) throw new Error(`${method} ${path}: ${reply.status}`);
    return reply.body;
  };
  const headers = { prefer: 'odata.track-changes' };
  let link = 'accounts?$select=name';
  for (let body = await ask(200, 'GET', link, { headers }); ; body = await ask(200, 'GET', link, { headers })) {
    const next = body['@odata.nextLink'];
    link = String(next ?? body['@odata.deltaLink']);
    if (next === undefined) break;
  }
  const columns = '$select=name,accountnumber,address1_city,modifiedon';
  const get = (path: string) => async (): Promise<void> => void (await ask(200, 'GET', path));
  return [
    { name: 'an empty delta on 500,000 rows', count: 1_000, atOnce: busy, ask: get(link) },
    {
      name: 'a single row',
      count: 2_000,
      atOnce: busy,
      ask: async (n) => get(`accounts(${keyOf(n + 1)})?${columns}`)(),
    },
    { name: 'a portion of 5,000 rows of four columns', count: 20, atOnce: 2, ask: get(`accounts?${columns}`) },
    {
      name: 'an update',
      count: 1_000,
      atOnce: busy,
      ask: async (n) => void (await ask(204, 'PATCH', `accounts(${keyOf(n + 1)})`, { body: { name: `changed ${n}` } })),
    },
  ];
}

async function measureOn(main: string, place: Place): Promise<readonly Cost[]> {
  const database = await place.open();
  await fill(database);
  await database.close();
  const limits = { LANDFALL_LIMIT_REQUESTS: '999999999', LANDFALL_LIMIT_SECONDS: '999999999' };
  const env = { ...place.env, ...limits, LANDFALL_METRICS_TOKEN: metricsToken };
  const service = await startProcess({ main, port: await freePort(), env });
  const costs: Cost[] = [];
  for (const kind of await kindsOf(service)) costs.push(await measure(service, place, kind));
  await service.stop();
  return costs;
}

/** As the kernel counts it, in hundredths of a second. 0 where there is no /proc, and of a process that has ended. */
function cpuMsOf(pid: string): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}

/** Of the postmaster and the processes that it started. */
function clusterCpuMs(port: number): number {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const [postmaster] = lines.find((words) => words.includes('-p') && words.includes(String(port))) ?? [];
  const own = lines.filter(
    ([pid, parent]) => postmaster !== undefined && (pid === postmaster || parent === postmaster),
  );
  return own.reduce((sum, [pid = '']) => sum + cpuMsOf(pid), 0);
}

/** Requests over loopback to the service as `npm start` runs it, on each kind of database. */
export async function measureService(): Promise<readonly Cost[]> {
  const built = buildService();
  const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
  const cluster = await startCluster([]);
  const url = cluster.url('postgres');
  try {
    const pglite = await measureOn(built.main, {
      name: 'PGlite',
      env: { LANDFALL_DATA: folder },
      open: () => openDataFolder(folder),
      serverCpuMs: () => 0,
    });
    const postgres = await measureOn(built.main, {
      name: 'PostgreSQL',
      env: { DATABASE_URL: url },
      open: async () => openPostgres({ url, poolSize: 2, reportError: (error) => console.error(error) }),
      serverCpuMs: () => clusterCpuMs(cluster.port),
    });
    return [...pglite, ...postgres];
  } finally {
    await cluster.remove();
    built.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
