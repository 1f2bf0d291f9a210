import { createApp } from './app.ts';
import type { Database } from './database/database.ts';
import type { Identity } from './database/migrate.ts';
import type { StrictHeaders } from './headers.ts';
import { createAttempts } from './identity/attempts.ts';
import { createSeal } from './identity/seal.ts';
import { createSecuritySource } from './identity/security.ts';
import { authenticate, type IdentityContext } from './identity/sign-in.ts';
import type { DataContext, Limits } from './odata/data-request.ts';
import type { Tables } from './odata/table.ts';
import { createServiceProtection } from './protection/service-protection.ts';
import type { Settings } from './settings.ts';
import { createStaticApp } from './static-app.ts';

export type ServiceParts = {
  readonly database: Database;
  readonly identity: Identity;
  readonly tables: Tables;
  readonly headers: StrictHeaders;
  readonly settings: Pick<Settings, 'appFolder' | 'appOrigins' | 'environments' | 'hasLevers' | 'protection'>;
  readonly now: () => number;
  readonly reportError: (error: unknown) => void;
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
  const seal = createSeal(parts.identity.signingKey);
  const identity: IdentityContext = {
    security: createSecuritySource(database),
    seal,
    attempts: createAttempts(),
    limits,
    now,
  };
  const data: DataContext = { database, tables: parts.tables, seal, epoch: parts.identity.epoch, limits, now };
  const identify = (request: Request): Promise<string | null> => nameOf(identity, request);
  const protection = { ...settings.protection };
  const levers = settings.hasLevers
    ? (await import('./levers/levers.ts')).createLevers({ limits, protection, now, identify })
    : null;
  return createApp({
    data,
    identity,
    protection: createServiceProtection(protection, now),
    environments: settings.environments,
    headers: parts.headers,
    appOrigins: settings.appOrigins,
    staticApp: createStaticApp(settings.appFolder, parts.headers.hash),
    levers,
    reportError: parts.reportError,
  });
}
