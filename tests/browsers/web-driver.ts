/** The few commands of WebDriver that are used, over HTTP. One at a time: a session has one current window. */
export class WebDriverSession {
  readonly #address: string;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(address: string) {
    this.#address = address;
  }

  static async begin(driver: string, capabilities: object): Promise<WebDriverSession> {
    const value = await send(`${driver}/session`, 'POST', { capabilities: { alwaysMatch: capabilities } });
    const session = new WebDriverSession(`${driver}/session/${(value as { sessionId: string }).sessionId}`);
    await session.send('POST', '/timeouts', { script: 600_000, pageLoad: 120_000, implicit: 0 });
    return session;
  }

  /** Runs commands in one window with nothing in between. */
  inWindow<R>(handle: string | null, run: (send: Send) => Promise<R>): Promise<R> {
    const next = this.#last.then(async () => {
      if (handle !== null) await this.send('POST', '/window', { handle });
      return run((method, path, body) => this.send(method, path, body));
    });
    this.#last = next.catch(() => {});
    return next;
  }

  end(): Promise<unknown> {
    return send(this.#address, 'DELETE');
  }

  private send(method: Method, path: string, body?: object): Promise<unknown> {
    return send(this.#address + path, method, body);
  }
}

type Method = 'GET' | 'POST' | 'DELETE';
export type Send = (method: Method, path: string, body?: object) => Promise<unknown>;

export class WebDriverError extends Error {
  /** The standard's error code, such as `stale element reference`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'WebDriverError';
    this.code = code;
  }
}

async function send(address: string, method: Method, body?: object): Promise<unknown> {
  const answer = await fetch(address, {
    method,
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } } : {}),
  });
  const { value } = (await answer.json()) as { value: unknown };
  if (answer.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new WebDriverError(error, message);
}
