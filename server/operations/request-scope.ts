import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one request, wherever its work has got to. */
export type RequestScope = { readonly id: string; rows: number; code: string | null };

/** So that an error reported from the depths names its request, and what is sent can be counted where it is made. */
export const requestScope = new AsyncLocalStorage<RequestScope>();

/** Counts the rows of an answer's body. */
export function noteRows(body: unknown): void {
  const scope = requestScope.getStore();
  if (scope === undefined || typeof body !== 'object' || body === null) return;
  if (!('value' in body)) scope.rows += '@odata.etag' in body ? 1 : 0;
  else if (Array.isArray(body.value)) scope.rows += body.value.length;
}

/** Remembers the code with which the request was refused. */
export function noteRefusal(code: string): void {
  const scope = requestScope.getStore();
  if (scope !== undefined) scope.code = code;
}
