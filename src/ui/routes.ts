/** The name of one screen. */
export type ScreenName =
  | 'sign in'
  | 'home'
  | 'list'
  | 'new row'
  | 'form'
  | 'sync'
  | 'conflict'
  | 'revise'
  | 'not found';

export interface Route {
  readonly screen: ScreenName;
  /** `:name` stands for one part of the path; `*` for anything. */
  readonly path: string;
}

/** Every screen of the app; the first that matches is shown. */
export const routes: readonly Route[] = [
  { screen: 'home', path: '/' },
  { screen: 'sign in', path: '/sign-in' },
  { screen: 'sync', path: '/sync' },
  { screen: 'conflict', path: '/change/:change' },
  { screen: 'revise', path: '/change/:change/edit' },
  { screen: 'list', path: '/t/:table' },
  { screen: 'new row', path: '/t/:table/new' },
  { screen: 'form', path: '/t/:table/:key' },
  { screen: 'not found', path: '*' },
];

export interface Match {
  readonly screen: ScreenName;
  readonly params: { readonly [name: string]: string };
}

/** Which screen a path shows. */
export function matchRoute(path: string): Match {
  const parts = splitPath(path);
  for (const route of routes) {
    const params = matchParts(splitPath(route.path), parts);
    if (params !== null) return { screen: route.screen, params };
  }
  return { screen: 'not found', params: {} };
}

function splitPath(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchParts(pattern: readonly string[], parts: readonly string[]): { [name: string]: string } | null {
  if (pattern[0] === '*') return {};
  if (pattern.length !== parts.length) return null;
  const params: { [name: string]: string } = {};
  for (const [index, part] of pattern.entries()) {
    const actual = parts[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(actual);
    else if (part !== actual) return null;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function listPath(table: string): string {
  return `/t/${encodeURIComponent(table)}`;
}

export function formPath(table: string, key: string): string {
  return `/t/${encodeURIComponent(table)}/${encodeURIComponent(key)}`;
}

export function newRowPath(table: string): string {
  return `${listPath(table)}/new`;
}

/** Where a person decides about one change. */
export function changePath(change: string): string {
  return `/change/${encodeURIComponent(change)}`;
}

/** Where a person edits a parked change. */
export function revisePath(change: string): string {
  return `${changePath(change)}/edit`;
}
