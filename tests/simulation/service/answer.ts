/** One request as it comes over the wire. Header names are in lower case. */
export interface ModelRequest {
  readonly method: string;
  /** Path and query below the service's root, decoded. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface ModelAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
}

export function json(
  status: number,
  body: object | string,
  headers: { readonly [name: string]: string } = {},
): ModelAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json; odata.metadata=minimal', ...headers }, text };
}

export function refusal(
  status: number,
  code: string,
  message: string,
  headers: { readonly [name: string]: string } = {},
): ModelAnswer {
  return json(status, { error: { code, message } }, headers);
}

export function page(status: number): ModelAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    text: '<html><body>Sign in to this network</body></html>',
  };
}

export const nothing: ModelAnswer = { status: 204, headers: {}, text: '' };
