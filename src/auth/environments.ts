import { dialectNames, type Environment } from '../core/session.ts';
import type { SignInFetcher } from './fetcher.ts';
import { parseProfile } from './parse-profile.ts';
import { property, readJson, textProperty } from './read-json.ts';

/** What `/config.json` named, or why it could not be read; then the environments known from last time serve. */
export type Environments =
  | {
      readonly ok: true;
      readonly environments: readonly Environment[];
      /** Names of those whose dialect this build does not speak. */
      readonly skipped: readonly string[];
    }
  | { readonly ok: false; readonly sentence: string };

/**
 * Reads `/config.json` of the app's own origin: `{"environments": [{id, name, url, dialect, signIn?, portionRows?,
 * profile?}]}` (docs/self-hosting.md). Throws only on abort.
 *
 * @param origin the app's origin; an environment's relative `url` counts from it
 */
export async function readEnvironments(
  origin: string,
  fetcher: SignInFetcher,
  signal: AbortSignal,
): Promise<Environments> {
  signal.throwIfAborted();
  try {
    const response = await fetcher(new URL('/config.json', origin).href, {
      method: 'GET',
      headers: { Accept: 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal,
    });
    return response.ok ? parseEnvironments(await readJson(response), origin) : unread(`status ${response.status}`);
  } catch {
    signal.throwIfAborted();
    return { ok: false, sentence: 'The list of environments cannot be reached.' };
  }
}

/** Exported for whoever has the text already. */
export function parseEnvironments(config: unknown, origin: string): Environments {
  const list = property(config, 'environments');
  if (!Array.isArray(list)) return unread('it has no list of environments');
  const environments: Environment[] = [];
  const skipped: string[] = [];
  for (const [index, item] of list.entries()) {
    const environment = parseEnvironment(item, origin);
    if (typeof environment === 'string') return unread(`entry ${index + 1}: ${environment}`);
    if (environment === null)
      return unread(
        `entry ${index + 1} lacks id, name, url or dialect, or its signIn is not "password" or "none", or its portionRows is not 1 to 5000`,
      );
    const dialect = dialectNames.find((name) => name === environment.dialect);
    if (dialect === undefined) {
      skipped.push(environment.name);
      continue;
    }
    if (environments.some((other) => other.id === environment.id))
      return unread(`the id ${environment.id} is there twice`);
    environments.push({ ...environment, dialect });
  }
  return { ok: true, environments, skipped };
}

type Named = Omit<Environment, 'dialect'> & { readonly dialect: string };

/** Null for what lacks the least; a sentence for what is wrong with its profile. */
function parseEnvironment(item: unknown, origin: string): Named | string | null {
  const id = textProperty(item, 'id');
  const name = textProperty(item, 'name');
  const url = absolute(textProperty(item, 'url'), origin);
  const dialect = textProperty(item, 'dialect');
  if (id === null || name === null || url === null || dialect === null) return null;
  const signIn = property(item, 'signIn') ?? 'password';
  if (signIn !== 'none' && signIn !== 'password') return null;
  const portionRows = property(item, 'portionRows');
  if (portionRows !== undefined && !isPortionRows(portionRows)) return null;
  const profile = parseProfile(property(item, 'profile'));
  if (typeof profile === 'string') return profile;
  return {
    id,
    name,
    url,
    dialect,
    ...(profile.kind === 'tables' && { profile }),
    ...(signIn === 'none' && { signIn }),
    ...(portionRows !== undefined && { portionRows }),
  };
}

function isPortionRows(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5_000;
}

function absolute(url: string | null, origin: string): string | null {
  if (url === null) return null;
  try {
    const resolved = new URL(url, origin);
    if (resolved.protocol !== 'https:' && resolved.protocol !== 'http:') return null;
    return `${resolved.origin}${resolved.pathname.replace(/\/*$/, '/')}`;
  } catch {
    return null;
  }
}

function unread(why: string): Environments {
  return { ok: false, sentence: `The list of environments (/config.json) cannot be read: ${why}.` };
}
