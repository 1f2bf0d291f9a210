import type { DemoPerson } from './app-actions.ts';
import { personOf } from './people.ts';
import type { Service } from './service.ts';

export type ServiceRow = Readonly<Record<string, unknown>>;

/** A person who works at the service itself, past the app. */
export interface Direct {
  readonly token: string;
  /** Rows of a table by its set name, such as `accounts`; `query` as `$top=3&$select=name`. */
  rows(set: string, query?: string): Promise<readonly ServiceRow[]>;
  row(set: string, key: string): Promise<ServiceRow>;
  update(set: string, key: string, values: ServiceRow): Promise<void>;
  remove(set: string, key: string): Promise<void>;
}

export async function direct(service: Service, name: DemoPerson): Promise<Direct> {
  const { signInName, password } = personOf(name);
  const json = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${service.url}/api/sign-in`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name: signInName, password }),
  });
  const { token } = (await signedIn.json()) as { token: string };
  const ask = async (method: string, path: string, body?: ServiceRow) => {
    const answer = await fetch(`${service.url}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : json) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as ServiceRow);
  };
  return {
    token,
    rows: async (set, query = '') => (await ask('GET', `${set}?${query}`))['value'] as readonly ServiceRow[],
    row: (set, key) => ask('GET', `${set}(${key})`),
    update: async (set, key, values) => void (await ask('PATCH', `${set}(${key})`, values)),
    remove: async (set, key) => void (await ask('DELETE', `${set}(${key})`)),
  };
}

/** Four names that one row each has, so that a search leads to it. */
export async function uniqueNames(
  person: Direct,
  set: string,
  nameColumn: string,
): Promise<readonly [string, string, string, string]> {
  const all = (await person.rows(set, `$select=${nameColumn}`)).map((row) => String(row[nameColumn]));
  const [one, two, three, four] = all.filter((name) => all.filter((other) => other.includes(name)).length === 1);
  if (one === undefined || two === undefined || three === undefined || four === undefined) {
    throw new Error(`too few unique names in ${set}`);
  }
  return [one, two, three, four];
}
