import type { Limits } from '../odata/data-request.ts';
import { readJsonObject } from '../odata/read-body.ts';
import { badRequest, Refused, signInNeeded } from '../odata/service-error.ts';
import type { Attempts } from './attempts.ts';
import { checkPassword } from './password.ts';
import type { Person } from './person.ts';
import type { Seal } from './seal.ts';
import type { Security, SecuritySource } from './security.ts';
import { signInKey } from './sign-in-name.ts';
import { issueToken, readToken } from './token.ts';

export type IdentityContext = {
  readonly security: SecuritySource;
  readonly seal: Seal;
  readonly attempts: Attempts;
  readonly limits: Readonly<Limits>;
  readonly now: () => number;
};

const mostBodyBytes = 4 * 1024;
const longestText = 200;

type SignedIn = {
  readonly token: string;
  readonly expiresAt: string;
  readonly person: { readonly id: string; readonly name: string };
};

/** `address` is where the request comes from (address.ts). */
export async function signIn(context: IdentityContext, request: Request, address: string): Promise<SignedIn> {
  const body = await readJsonObject(request, mostBodyBytes);
  const name = body.get('name');
  const password = body.get('password');
  if (typeof name !== 'string' || typeof password !== 'string') {
    throw badRequest("Signing in needs 'name' and 'password', both text.");
  }
  if (name.length > longestText || password.length > longestText) {
    throw badRequest(`Name and password are at most ${longestText} characters long.`);
  }
  const attempt = { name: signInKey(name), address };
  const waitSeconds = await context.attempts.begin(attempt);
  if (waitSeconds !== null) {
    // Inferred: the limit is ours, the code that of Dataverse's limit on execution time.
    const message = `Too many attempts to sign in. Try again in ${waitSeconds} seconds.`;
    throw new Refused({ status: 429, code: '0x80072321', message, headers: { 'retry-after': String(waitSeconds) } });
  }
  const { bySignInName } = await context.security.current();
  const found = bySignInName.get(attempt.name);
  const person = found?.isDisabled === false ? found : undefined;
  const isRight = await checkPassword(password, person?.passwordHash ?? null);
  if (person === undefined || !isRight) throw signInNeeded('0x8004a100', 'The name or the password is wrong.');
  await context.attempts.succeeded(attempt);
  const issuedAtMs = context.now();
  const expiresAtMs = issuedAtMs + context.limits.tokenSeconds * 1000;
  return {
    token: issueToken(context.seal, person, { issuedAtMs, expiresAtMs }),
    expiresAt: new Date(expiresAtMs).toISOString(),
    person: { id: person.id, name: person.fullName },
  };
}

export type Caller = { readonly person: Person; readonly security: Security };

export async function authenticate(context: IdentityContext, request: Request): Promise<Caller> {
  const token = /^Bearer ([\w.-]{1,2000})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) throw signInNeeded('0x8004a100', 'Sign in: the request carries no bearer token.');
  const security = await context.security.current();
  const outcome = readToken(context.seal, security, token, context.now());
  switch (outcome.kind) {
    case 'valid':
      return { person: outcome.person, security };
    case 'expired':
      throw signInNeeded('0x8004a101', 'The token has expired. Sign in again.');
    case 'invalid':
      throw signInNeeded('0x8004a100', 'The token is not valid. Sign in again.');
  }
}
