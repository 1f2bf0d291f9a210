import { createApp } from './app.ts';
import type { Database } from './database/database.ts';
import type { Identity } from './database/migrate.ts';
import { createDeviceRegister } from './devices/device-register.ts';
import type { StrictHeaders } from './headers.ts';
import { createAttempts } from './identity/attempts.ts';
import { createEra } from './identity/era.ts';
import { createSeal } from './identity/seal.ts';
import { createSecuritySource } from './identity/security.ts';
import { authenticate, type IdentityContext } from './identity/sign-in.ts';
import type { DataContext, Limits } from './odata/data-request.ts';
import type { Tables } from './odata/table.ts';
import type { Phase } from './operations/health.ts';
import type { Log } from './operations/log.ts';
import { createMetrics, type MetricsScope } from './operations/metrics.ts';
import { createOperations } from './operations/operations.ts';
import { createServiceProtection } from './protection/service-protection.ts';
import type { Settings } from './settings.ts';
import { createStaticApp } from './static-app.ts';

type ServiceSettings = Pick<
  Settings,
  | 'appFolder'
  | 'appOrigins'
  | 'environments'
  | 'hasLevers'
  | 'protection'
  | 'trustedProxies'
  | 'metricsAccess'
  | 'requestLines'
>;

export type ServiceParts = {
  readonly database: Database;
  readonly identity: Identity;
  readonly tables: Tables;
  readonly headers: StrictHeaders;
  readonly settings: ServiceSettings;
  readonly now: () => number;
  readonly log: Log;
  readonly phase: () => Phase;
  readonly metricsScope: MetricsScope;
};

async function nameOf(context: IdentityContext, request: Request): Promise<string | null> {
  try {
    return (await authenticate(context, request)).person.signInName;
  } catch {
    return null;
  }
}

export async function createService(parts: ServiceParts): Promise<ReturnType<typeof createApp>> {
  const { database, settings, now } = parts;
  const limits: Limits = { tokenSeconds: 12 * 60 * 60, deltaExpirySeconds: 7 * 24 * 60 * 60 };
  const era = createEra(database, parts.identity);
  const seal = createSeal(() => era.identity().signingKey);
  const identity: IdentityContext = {
    security: createSecuritySource(database, era),
    seal,
    attempts: createAttempts(database, () => era.identity().signingKey, now),
    limits,
    now,
  };
  const data: DataContext = {
    database,
    tables: parts.tables,
    seal,
    get epoch() {
      return era.identity().epoch;
    },
    limits,
    now,
  };
  const identify = (request: Request): Promise<string | null> => nameOf(identity, request);
  const protection = { ...settings.protection };
  const levers = settings.hasLevers
    ? (await import('./levers/levers.ts')).createLevers({ limits, protection, now, identify })
    : null;
  return createApp({
    data,
    identity,
    protection: createServiceProtection(protection, now),
    devices: createDeviceRegister(database, now),
    environments: settings.environments,
    headers: parts.headers,
    appOrigins: settings.appOrigins,
    trustedProxies: settings.trustedProxies,
    staticApp: createStaticApp(settings.appFolder, parts.headers.hash),
    levers,
    operations: createOperations({
      database,
      metrics: createMetrics(database, parts.metricsScope),
      metricsAccess: settings.metricsAccess,
      log: parts.log,
      requestLines: settings.requestLines,
      phase: parts.phase,
    }),
    reportError: (error) => parts.log.error('a request failed', error),
  });
}
