const dataPath = '/api/data/v9.2';

export type Row = Readonly<Record<string, unknown>>;
/** `body` is empty unless JSON came. */
export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Row };

/** One person's token, sent to whichever instance is asked. */
export type DataClient = {
  /** `path` below the data root, or a link given out by any instance. @throws where no answer comes */
  readonly send: (url: string, method: string, path: string, sent?: Sent) => Promise<Reply>;
};
/** `body` is sent as JSON, `text` as it is. */
type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown; readonly text?: string };

export async function signInAt(url: string, name: string): Promise<DataClient> {
  const answered = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: `${name}-landfall` }),
  });
  const { token } = (await answered.json()) as Row;
  if (typeof token !== 'string') throw new Error(`no token: ${answered.status}`);
  return {
    async send(at, method, path, { headers = {}, body, text } = {}) {
      // Links are absolute: of the instance that gave them out, which may not be the one to be asked.
      const rest = path.startsWith('http') ? path.slice(new URL(path).origin.length) : `${dataPath}/${path}`;
      const response = await fetch(`${at}${rest}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(text === undefined ? {} : { body: text }),
      });
      const answer = await response.text();
      const parsed = answer.startsWith('{') ? (JSON.parse(answer) as Row) : {};
      return { status: response.status, headers: response.headers, body: parsed };
    },
  };
}
