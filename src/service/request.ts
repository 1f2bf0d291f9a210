/** One request to the service, before the token is put on it. */
export interface ServiceRequest {
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** Absolute, of the environment's origin. */
  readonly url: string;
  /** Preferences, joined into one `Prefer` header. */
  readonly prefer: readonly string[];
  readonly precondition: Precondition;
  /** JSON text; null for no body. */
  readonly body: string | null;
}

/** What has to hold for a write to be done. `must be new` is If-None-Match: *, `must be` is If-Match. */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'must be new' }
  | { readonly kind: 'must be'; readonly etag: string };

export function get(url: string, prefer: readonly string[] = []): ServiceRequest {
  return { method: 'GET', url, prefer, precondition: { kind: 'none' }, body: null };
}

/**
 * The headers of a request. `If-None-Match: null` on a GET is what Dataverse asks for against browser caching
 * (docs/facts/dataverse.md §2.1); it matches no ETag, and the services' CORS allow the name because creates need it.
 */
export function headersOf(request: ServiceRequest, token: string): { readonly [name: string]: string } {
  const headers: Record<string, string> = {
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    'OData-Version': '4.0',
    'OData-MaxVersion': '4.0',
  };
  if (request.prefer.length > 0) headers.Prefer = request.prefer.join(',');
  if (request.body !== null) headers['Content-Type'] = 'application/json';
  if (request.method === 'GET') headers['If-None-Match'] = 'null';
  if (request.precondition.kind === 'must be new') headers['If-None-Match'] = '*';
  if (request.precondition.kind === 'must be') headers['If-Match'] = request.precondition.etag;
  return headers;
}
