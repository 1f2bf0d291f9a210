/** What the app speaks. */
const dialects = ['dataverse', 'odata-v4'] as const;

export type Environment = {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly dialect: (typeof dialects)[number];
};

export const ownEnvironment: Environment = { id: 'demo', name: 'Landfall demo', url: '/', dialect: 'dataverse' };

/** Another id than the demo's: a device keeps what it has of an environment under its id. */
export const ownTablesEnvironment: Environment = { ...ownEnvironment, id: 'own', name: 'Landfall' };

function isHttpUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function parseEnvironment(value: unknown): Environment {
  const fields = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  const id = fields.get('id');
  const name = fields.get('name');
  const url = fields.get('url');
  const dialect = fields.get('dialect');
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) throw new Error('an id must be like "my-env"');
  if (typeof name !== 'string' || name === '') throw new Error(`environment ${id} has no name`);
  if (typeof url !== 'string' || (url !== '/' && !isHttpUrl(url))) {
    throw new Error(`the url of environment ${id} must be "/" or absolute`);
  }
  const spoken = dialects.find((one) => one === dialect);
  if (spoken === undefined) {
    throw new Error(`the dialect of environment ${id} must be one of ${dialects.map((one) => `"${one}"`).join(', ')}`);
  }
  const signIn = fields.get('signIn') ?? 'password';
  if (signIn !== 'none' && signIn !== 'password') {
    throw new Error(`the signIn of environment ${id} must be "password" or "none"`);
  }
  return { ...Object.fromEntries(fields), id, name, url, dialect: spoken };
}

/** Throws with the reason. Further fields of an environment (its sign-in settings) are passed on as they are. */
export function parseEnvironments(json: string): readonly Environment[] {
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed) || parsed.length === 0) throw new Error('it must be a list of at least one environment');
  const environments = parsed.map(parseEnvironment);
  if (new Set(environments.map((environment) => environment.id)).size < environments.length) {
    throw new Error('two environments have the same id');
  }
  return environments;
}

/** The origins beside our own that page and workers may connect to. */
export function foreignOrigins(environments: readonly Environment[]): readonly string[] {
  const absolute = environments.filter((environment) => environment.url !== '/');
  return [...new Set(absolute.map((environment) => new URL(environment.url).origin))];
}
