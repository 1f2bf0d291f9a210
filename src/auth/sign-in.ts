import type { Environment, Person, Session } from '../core/session.ts';
import type { SignInFetcher } from './fetcher.ts';
import { property, readJson, textProperty } from './read-json.ts';

/** What a person typed. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** How signing in ended. `sentence` is for the person to read. */
export type SignInResult =
  | { readonly kind: 'signed in'; readonly session: Session; readonly person: Person }
  | {
      readonly kind: 'not signed in';
      readonly reason: 'wrong password' | 'no network' | 'something in between' | 'too often' | 'service trouble';
      readonly sentence: string;
    };

/** Who uses a service that asks nobody who they are: everybody who opens this browser is the same to it. */
export const anyone = {
  kind: 'signed in',
  session: { token: '', expiresAt: Number.MAX_SAFE_INTEGER },
  person: { id: 'anyone', name: 'Anyone' },
} as const satisfies SignInResult;

type NotSignedIn = SignInResult & { readonly kind: 'not signed in' };

/**
 * Asks an environment for a bearer token: POST `<url>api/sign-in` `{name, password}`. Throws only if `signal` aborts.
 * Never called by a cycle: signing in is the person's.
 */
export async function signIn(
  environment: Environment,
  credentials: Credentials,
  fetcher: SignInFetcher,
  signal: AbortSignal,
): Promise<SignInResult> {
  signal.throwIfAborted();
  try {
    const response = await fetcher(new URL('api/sign-in', environment.url).href, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: credentials.name, password: credentials.password }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal,
    });
    return read(response, await readJson(response), environment);
  } catch {
    signal.throwIfAborted();
    return not('no network', `${environment.name} cannot be reached. Are you connected?`);
  }
}

function read(response: Response, body: unknown, environment: Environment): SignInResult {
  const { status } = response;
  if (status === 401 || status === 403) {
    return body === null ? inBetween() : not('wrong password', 'The name or the password is not right.');
  }
  if (status === 429) return not('too often', tooOften(response.headers.get('retry-after')));
  if (status >= 500 && status !== 511) {
    return not(
      'service trouble',
      `${environment.name} has trouble at the moment (status ${status}). Try again in a while.`,
    );
  }
  const granted = status >= 200 && status < 300 ? readGrant(body) : null;
  if (granted !== null) return granted;
  const said = textProperty(property(body, 'error'), 'message');
  return said === null ? inBetween() : not('service trouble', `${environment.name} says: ${said}`);
}

/** `{token, expiresAt, person: {id, name}}`; `expiresAt` in milliseconds since 1970 or as an ISO date. */
function readGrant(body: unknown): SignInResult | null {
  const token = textProperty(body, 'token');
  const said = property(body, 'expiresAt');
  const expiresAt = typeof said === 'string' ? Date.parse(said) : said;
  const id = textProperty(property(body, 'person'), 'id');
  const name = textProperty(property(body, 'person'), 'name');
  if (token === null || id === null || name === null) return null;
  if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt)) return null;
  return { kind: 'signed in', session: { token, expiresAt }, person: { id, name } };
}

function tooOften(retryAfter: string | null): string {
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  if (seconds === null) return 'Too many attempts. Wait a little, then try again.';
  const wait = seconds < 90 ? `${Math.max(1, seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `Too many attempts. Try again in ${wait}.`;
}

function inBetween(): NotSignedIn {
  return not(
    'something in between',
    'Something else answered instead of the service: the network may want you to sign in to it first. Open any web page to see.',
  );
}

function not(reason: NotSignedIn['reason'], sentence: string): NotSignedIn {
  return { kind: 'not signed in', reason, sentence };
}
