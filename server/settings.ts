import { resolve } from 'node:path';
import { type Environment, ownEnvironment, ownTablesEnvironment, parseEnvironments } from './environments.ts';
import type { MetricsAccess } from './operations/metrics-access.ts';
import { documentedLimits, type ProtectionLimits } from './protection/protection-limits.ts';
import { StartFailure } from './start-failure.ts';

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** PostgreSQL instead of the data folder. Holds a password: never to be printed. */
  readonly databaseUrl: string | null;
  readonly databasePoolSize: number;
  readonly demoScale: number;
  /** Whether the demo's people are served where others than this machine's may sign in as them. */
  readonly demoAccess: 'local' | 'open';
  /** Defines the tables to serve, instead of those of the demo. */
  readonly tablesFile: string | null;
  readonly appFolder: string;
  readonly environments: readonly Environment[];
  readonly appOrigins: readonly string[];
  readonly protection: Readonly<ProtectionLimits>;
  /** Proxies of our own in front, each of which appends to `x-forwarded-for`; 0: the header is not believed. */
  readonly trustedProxies: number;
  readonly hasLevers: boolean;
  readonly metricsAccess: MetricsAccess;
  readonly logForm: 'readable' | 'json';
  readonly requestLines: 'none' | 'all';
  /** How long requests may go on when the service is told to stop. */
  readonly stopSeconds: number;
  readonly isDev: boolean;
};

type Env = Readonly<Record<string, string | undefined>>;

function readPort(text: string, isDev: boolean): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  // In development the next port is taken as well.
  const last = isDev ? 65_534 : 65_535;
  if (port < 1 || port > last) throw new StartFailure(`PORT must be a number from 1 to ${last}, not "${text}".`);
  return port;
}

function readScale(text: string): number {
  const scale = /^\d{1,3}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (scale > 0 && scale <= 100) return scale;
  throw new StartFailure(`LANDFALL_DEMO_SCALE must be a number above 0 and up to 100, not "${text}".`);
}

function readDemoAccess(text: string): Settings['demoAccess'] {
  if (text === 'local' || text === 'open') return text;
  throw new StartFailure(`LANDFALL_DEMO must be "local" or "open", not "${text}".`);
}

function readDatabaseUrl(text: string | undefined): string | null {
  if (text === undefined) return null;
  // Not shown: it may hold a password.
  if (/^postgres(ql)?:\/\//.test(text)) return text;
  throw new StartFailure('DATABASE_URL must be an address like postgres://user:password@host:5432/database.');
}

function readPoolSize(text: string): number {
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (size > 0) return size;
  throw new StartFailure(`LANDFALL_DATABASE_POOL must be a number from 1 to 999, not "${text}".`);
}

function readProxies(text: string): number {
  if (/^[0-9]$/.test(text)) return Number(text);
  throw new StartFailure(`LANDFALL_TRUST_PROXY must be the number of proxies in front, from 0 to 9, not "${text}".`);
}

function readEnvironments(text: string | undefined, own: Environment): readonly Environment[] {
  if (text === undefined) return [own];
  try {
    return parseEnvironments(text);
  } catch (error) {
    throw new StartFailure(`LANDFALL_ENVIRONMENTS: ${error instanceof Error ? error.message : 'not valid'}.`);
  }
}

function readOrigin(text: string): string {
  try {
    const { origin } = new URL(text);
    if (origin === text) return origin;
  } catch {
    // falls through to the one message below
  }
  throw new StartFailure(`LANDFALL_APP_ORIGINS: "${text}" is not an origin like https://app.example.com.`);
}

function readProtection(value: (name: string) => string | undefined): ProtectionLimits {
  const limit = (name: string, documented: number): number => {
    const text = value(name) ?? String(documented);
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new StartFailure(`${name} must be a whole number from 1 to 999999999, not "${text}".`);
  };
  return {
    requests: limit('LANDFALL_LIMIT_REQUESTS', documentedLimits.requests),
    seconds: limit('LANDFALL_LIMIT_SECONDS', documentedLimits.seconds),
    concurrent: limit('LANDFALL_LIMIT_CONCURRENT', documentedLimits.concurrent),
    windowSeconds: limit('LANDFALL_LIMIT_WINDOW', documentedLimits.windowSeconds),
  };
}

function readMetricsAccess(kind: string, token: string | undefined): MetricsAccess {
  if (token !== undefined && token.length < 16) {
    throw new StartFailure('LANDFALL_METRICS_TOKEN must have at least 16 characters.');
  }
  switch (kind) {
    case 'off':
      return { kind };
    case 'loopback':
      return token === undefined ? { kind } : { kind: 'token', token };
    default:
      throw new StartFailure(`LANDFALL_METRICS must be "loopback" or "off", not "${kind}".`);
  }
}

function readLogForm(text: string): Settings['logForm'] {
  if (text === 'readable' || text === 'json') return text;
  throw new StartFailure(`LANDFALL_LOG must be "readable" or "json", not "${text}".`);
}

function readStopSeconds(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new StartFailure(`LANDFALL_STOP_SECONDS must be a number from 0 to 999, not "${text}".`);
}

export function readSettings(env: Env, args: readonly string[], defaultAppFolder: string): Settings {
  const unknown = args.find((arg) => arg !== '--dev');
  if (unknown !== undefined) throw new StartFailure(`Unknown option "${unknown}"; the only one is --dev.`);
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const isDev = args.includes('--dev');
  const tablesFile = value('LANDFALL_TABLES');
  const origins = (value('LANDFALL_APP_ORIGINS') ?? '').split(',').map((origin) => origin.trim());
  return {
    port: readPort(value('PORT') ?? '4280', isDev),
    host: value('HOST') ?? '127.0.0.1',
    dataFolder: resolve(value('LANDFALL_DATA') ?? '.landfall'),
    databaseUrl: readDatabaseUrl(value('DATABASE_URL')),
    databasePoolSize: readPoolSize(value('LANDFALL_DATABASE_POOL') ?? '10'),
    tablesFile: tablesFile === undefined ? null : resolve(tablesFile),
    demoScale: readScale(value('LANDFALL_DEMO_SCALE') ?? '1'),
    demoAccess: readDemoAccess(value('LANDFALL_DEMO') ?? 'local'),
    appFolder: resolve(value('LANDFALL_APP') ?? defaultAppFolder),
    environments: readEnvironments(
      value('LANDFALL_ENVIRONMENTS'),
      tablesFile === undefined ? ownEnvironment : ownTablesEnvironment,
    ),
    appOrigins: origins.filter((origin) => origin !== '').map(readOrigin),
    protection: readProtection(value),
    trustedProxies: readProxies(value('LANDFALL_TRUST_PROXY') ?? '0'),
    hasLevers: value('LANDFALL_LEVERS') === '1',
    metricsAccess: readMetricsAccess(value('LANDFALL_METRICS') ?? 'loopback', value('LANDFALL_METRICS_TOKEN')),
    logForm: readLogForm(value('LANDFALL_LOG') ?? 'readable'),
    requestLines: value('LANDFALL_LOG_REQUESTS') === '1' ? 'all' : 'none',
    stopSeconds: readStopSeconds(value('LANDFALL_STOP_SECONDS') ?? '10'),
    isDev,
  };
}
