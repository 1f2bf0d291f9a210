/** What a request wants to be answered with; `batch` is multipart, its parts JSON. */
export type Accepted = 'json' | 'xml' | 'batch';

/** One request to the service, before the token is put on it. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute, of the environment's origin. */
  readonly url: string;
  /** Preferences, joined into one `Prefer` header. */
  readonly prefer: readonly string[];
  readonly precondition: Precondition;
  /** JSON text, unless `contentType` says otherwise; null for no body. */
  readonly body: string | null;
  /** What is to come back. */
  readonly accepts: Accepted;
  /** Of the body; JSON if absent. */
  readonly contentType?: string;
  /** Headers that only this kind of service is sent. */
  readonly headers: { readonly [name: string]: string };
}

/** What has to hold for a write to be done. `must be new` is If-None-Match: *, `must be` is If-Match. */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'must be new' }
  | { readonly kind: 'must be'; readonly etag: string };

/** A request that reads. */
export function get(
  url: string,
  asking: Partial<Pick<ServiceRequest, 'prefer' | 'accepts' | 'headers'>> = {},
): ServiceRequest {
  return {
    method: 'GET',
    url,
    prefer: asking.prefer ?? [],
    precondition: { kind: 'none' },
    body: null,
    accepts: asking.accepts ?? 'json',
    headers: asking.headers ?? {},
  };
}

/** The headers of a request, but for the token: the parts of a batch carry none of their own. */
export function headersOf(request: ServiceRequest): { readonly [name: string]: string } {
  const headers: Record<string, string> = {
    ...request.headers,
    Accept: request.accepts === 'batch' ? 'multipart/mixed' : `application/${request.accepts}`,
    'OData-Version': '4.0',
    'OData-MaxVersion': '4.0',
  };
  if (request.prefer.length > 0) headers.Prefer = request.prefer.join(',');
  if (request.body !== null) headers['Content-Type'] = request.contentType ?? 'application/json';
  if (request.precondition.kind === 'must be new') headers['If-None-Match'] = '*';
  if (request.precondition.kind === 'must be') headers['If-Match'] = request.precondition.etag;
  return headers;
}
