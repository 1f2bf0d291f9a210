const allowedHeaders =
  'authorization, content-type, if-match, if-none-match, prefer, odata-version, odata-maxversion, accept, dpop, ' +
  'mscrm.suppressduplicatedetection';
const exposedHeaders =
  'etag, odata-entityid, preference-applied, retry-after, www-authenticate, dpop-nonce, landfall-epoch, x-ms-service-request-id, ' +
  'x-ms-ratelimit-burst-remaining-xrm-requests, x-ms-ratelimit-time-remaining-xrm-requests';

export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
}

/** Tokens travel in a header, never in cookies, so no credentials are allowed. */
export function corsHeaders(request: Request, appOrigins: readonly string[]): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || !appOrigins.includes(origin)) return { vary: 'Origin' };
  const common = {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposedHeaders,
  };
  if (!isPreflight(request)) return common;
  return {
    ...common,
    'access-control-allow-methods': 'GET, HEAD, POST, PATCH, PUT, DELETE',
    'access-control-allow-headers': allowedHeaders,
    'access-control-max-age': '7200',
  };
}
