import { devicesPath } from '../devices/device-routes.ts';
import { dataRoot } from '../odata/data-routes.ts';

/** What a request is about, in so few words that each may be a label: never a name or id from the address. */
export type Route =
  | 'app'
  | 'batch'
  | 'config'
  | 'delta'
  | 'devices'
  | 'health'
  | 'levers'
  | 'metadata'
  | 'metrics'
  | 'other'
  | 'row'
  | 'set'
  | 'sign-in';

function dataRoute(path: string, query: string): Route {
  if (/^(\$metadata|EntityDefinitions|GlobalOptionSetDefinitions|RelationshipDefinitions)\b/.test(path))
    return 'metadata';
  if (path === '$batch') return 'batch';
  if (/^[a-z0-9_]+\(/.test(path)) return 'row';
  if (!/^[a-z0-9_]+$/.test(path)) return 'other';
  return /[?&](\$|%24)deltatoken=/i.test(query) ? 'delta' : 'set';
}

export function routeOf(url: string): Route {
  const { pathname, search } = new URL(url);
  if (pathname.startsWith(`${dataRoot}/`)) return dataRoute(pathname.slice(dataRoot.length + 1), search);
  if (pathname === '/api/sign-in') return 'sign-in';
  if (pathname === devicesPath || pathname.startsWith(`${devicesPath}/`)) return 'devices';
  if (pathname.startsWith('/api/')) return 'other';
  if (pathname.startsWith('/health/')) return 'health';
  if (pathname.startsWith('/__levers/')) return 'levers';
  if (pathname === '/config.json') return 'config';
  return pathname === '/metrics' ? 'metrics' : 'app';
}

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

export function methodLabel(method: string): string {
  return methods.includes(method) ? method : 'other';
}
