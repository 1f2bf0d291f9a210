/** The JSON of an answer, or null if there is none to be read: a captive portal's page, a cut or empty body. */
export async function readJson(response: Response): Promise<unknown> {
  if (!(response.headers.get('content-type') ?? '').toLowerCase().startsWith('application/json')) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** A property of something that came from outside, if it is an object that has it. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as { readonly [name: string]: unknown })[name];
}

/** The same, if it is text with something in it. */
export function textProperty(value: unknown, name: string): string | null {
  const text = property(value, name);
  return typeof text === 'string' && text !== '' ? text : null;
}
