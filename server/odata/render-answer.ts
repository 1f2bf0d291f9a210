import { noteRows } from '../operations/request-scope.ts';
import type { Answer } from './data-request.ts';
import { errorBody, type ServiceError } from './service-error.ts';

/** An answer as it leaves: alone, or as a part of a batch. Header names are in lower case. */
export type Rendered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

const json = { 'content-type': 'application/json; odata.metadata=minimal' };

export function renderAnswer({ status, headers = {}, body, text }: Answer): Rendered {
  if (text !== undefined) {
    return { status, headers: { ...headers, 'content-type': text.contentType }, body: text.content };
  }
  if (body === undefined) return { status, headers, body: null };
  noteRows(body);
  return { status, headers: { ...headers, ...json }, body: JSON.stringify(body) };
}

export function renderError(error: ServiceError): Rendered {
  return { status: error.status, headers: { ...error.headers, ...json }, body: JSON.stringify(errorBody(error)) };
}
