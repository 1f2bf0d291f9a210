import { dataRoot } from '../data-routes.ts';
import { badRequest } from '../service-error.ts';
import { type ContentIds, resolveUrl } from './content-ids.ts';
import type { BatchRequest } from './parse-batch.ts';

function parseAddress(written: string, root: URL): URL | null {
  try {
    return new URL(written, root);
  } catch {
    return null;
  }
}

/** Absolute, from the root of the host, or relative to the data root. */
function addressOf({ where, url }: BatchRequest, origin: string, known: ContentIds): string {
  const root = new URL(`${origin}${dataRoot}/`);
  const address = parseAddress(resolveUrl(url, known), root);
  // The scheme may differ: behind a proxy the sender writes https and the service sees http.
  if (address === null || address.host !== root.host || !address.pathname.startsWith(root.pathname)) {
    throw badRequest(`${where}: the address '${url.slice(0, 200)}' is not below ${root.href}.`);
  }
  if (/\/(\$|%24)batch$/.test(address.pathname)) throw badRequest(`${where}: a batch cannot hold another batch.`);
  return `${origin}${address.pathname}${address.search}`;
}

const withoutBody = ['GET', 'DELETE'];

/** A part as the request that it would be alone. */
export function innerRequest(request: BatchRequest, origin: string, known: ContentIds): Request {
  const headers = new Headers([...request.headers].filter(([name]) => name !== 'content-length'));
  const body = withoutBody.includes(request.method) ? null : Uint8Array.from(request.body);
  return new Request(addressOf(request, origin, known), { method: request.method, headers, body });
}
