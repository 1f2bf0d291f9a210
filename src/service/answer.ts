import * as v from 'valibot';
import type { Attempt, Failure } from '../core/failure.ts';
import { failed, succeeded } from '../core/failure.ts';
import type { Accepted } from './request.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer as it came, its body read as text. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly retryAfter: string | null;
  readonly date: string | null;
  /** The service's data generation, from the embedded service's own header; null where it names none. */
  readonly epoch: string | null;
  readonly text: string;
  readonly bytes: number;
  /** What was asked for. */
  readonly accepts: Accepted;
  /** It was an order to ask elsewhere, which a service does not give. */
  readonly isRedirect: boolean;
  /** Device clock when it came. */
  readonly at: number;
}

/** A service's answer that says yes. */
export interface Reply {
  readonly status: number;
  /** The parsed JSON body, or the text of an XML one; null where there was none (204). */
  readonly body: unknown;
  readonly bytes: number;
  readonly epoch: string | null;
  /** The service's clock, ms since 1970, from the Date header; null where it is not to be seen. */
  readonly serviceAt: number | null;
}

/** `{error: {code, message}}`; Dataverse may leave the code empty. */
const errorBody = v.object({
  error: v.object({ code: v.optional(v.nullable(v.string()), ''), message: v.optional(v.nullable(v.string()), '') }),
});

/**
 * Statuses that we act on without the service's own words. Every other one below 500 counts only with an OData error
 * body: a captive portal's or a proxy's 404 page must never be taken for "this row is gone", nor its 403 for a refusal.
 */
const plainStatuses: readonly number[] = [401, 408, 413, 414, 425, 429, 431];

/** What an answer says: the service's yes, its refusal, or that something else answered. */
export function readAnswer(raw: RawAnswer): Attempt<Reply> {
  if (raw.isRedirect)
    return unreadable(raw, 'was told to ask elsewhere: a sign-in page of the network may be in between');
  if (raw.status < 200) return unreadable(raw, `status ${raw.status}`);
  return raw.status < 300 ? readYes(raw) : readNo(raw);
}

function readYes(raw: RawAnswer): Attempt<Reply> {
  const { status, bytes, epoch } = raw;
  const said = raw.date === null ? Number.NaN : Date.parse(raw.date);
  const serviceAt = Number.isNaN(said) ? null : said;
  if (status === 204) return succeeded({ status, body: null, bytes, epoch, serviceAt });
  const body = raw.accepts === 'xml' ? xmlBody(raw) : parseBody(raw);
  if (!body.ok) return unreadable(raw, body.message);
  return succeeded({ status, body: body.value, bytes, epoch, serviceAt });
}

function readNo(raw: RawAnswer): Attempt<Reply> {
  const retryMs = retryAfterMs(raw.retryAfter, raw.date, raw.at);
  const body = parseBody(raw);
  const said = v.safeParse(errorBody, body.ok ? body.value : undefined);
  const isOurs = said.success || (raw.status >= 500 && raw.status !== 511) || plainStatuses.includes(raw.status);
  if (!isOurs) return unreadable(raw, body.ok ? 'an error without the service’s words' : body.message);
  const { code, message } = said.success ? said.output.error : { code: '', message: '' };
  return failed({
    kind: 'refused',
    status: raw.status,
    code: code ?? '',
    message: message || `The service answered with status ${raw.status} and no words.`,
    retryAfterMs: retryMs,
  });
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Whether it is whole its reader finds out. */
function xmlBody(raw: RawAnswer): Parsed {
  const type = (raw.contentType ?? '').toLowerCase();
  if (/^(application|text)\/xml\s*(;|$)/.test(type)) return { ok: true, value: raw.text };
  return { ok: false, message: type.includes('html') ? 'a web page' : `content of type ${type || 'unknown'}` };
}

function parseBody(raw: RawAnswer): Parsed {
  const type = (raw.contentType ?? '').toLowerCase();
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/.test(type)) {
    return { ok: false, message: type.includes('html') ? 'a web page' : `content of type ${type || 'unknown'}` };
  }
  try {
    return { ok: true, value: JSON.parse(raw.text) };
  } catch {
    return { ok: false, message: 'broken JSON: cut short, or not what it says it is' };
  }
}

function unreadable(raw: RawAnswer, what: string): { readonly ok: false; readonly failure: Failure } {
  const message = `Not an answer of this service (status ${raw.status}): ${what}.`;
  return failed({ kind: 'unreadable', status: raw.status, message });
}
