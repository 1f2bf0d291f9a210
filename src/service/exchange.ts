import type { Attempt } from '../core/failure.ts';
import { failed, succeeded } from '../core/failure.ts';
import type { Clock, Timers } from '../platform/platform.ts';
import type { RawAnswer, Reply } from './answer.ts';
import { readAnswer } from './answer.ts';
import { createAskedSilence } from './asked-silence.ts';
import type { Fetcher } from './fetcher.ts';
import { readBody } from './read-body.ts';
import type { ServiceRequest } from './request.ts';
import { headersOf } from './request.ts';
import type { Watchdog } from './watchdog.ts';
import { watch } from './watchdog.ts';

/** Sends one request and reads its answer. Throws only if `signal` aborts. */
export interface Exchange {
  (request: ServiceRequest, signal: AbortSignal): Promise<Attempt<Reply>>;
  /** The answer as it came, a refusal too: for what is not JSON as a whole. */
  raw(request: ServiceRequest, signal: AbortSignal): Promise<Attempt<RawAnswer>>;
  /** The service's data generation as its latest answer named it, whatever the answer was; null before, or for none. */
  namedEpoch(): string | null;
}

export interface ExchangeParts {
  readonly fetcher: Fetcher;
  /**
   * The bearer token as of now; null when nobody is signed in, empty where the service asks nobody who they are. If it
   * rejects (a broken store), so does the request.
   */
  readonly token: () => Promise<string | null>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Longest silence: before the answer begins, once the request has left, and between two pieces of its body. */
  readonly requestTimeoutMs: number;
  /** Called when an answer begins and with each piece of its body. */
  readonly heard?: () => void;
}

export function createExchange(parts: ExchangeParts): Exchange {
  let named: string | null = null;
  const silence = createAskedSilence();
  const raw = async (request: ServiceRequest, signal: AbortSignal): Promise<Attempt<RawAnswer>> => {
    signal.throwIfAborted();
    const refusal = silence.refusalAt(parts.clock.now());
    if (refusal !== null) return failed(refusal);
    const token = await tokenInTime(parts);
    if (token === null) return failed({ ...notSignedIn });
    const silenceMs = parts.requestTimeoutMs + uploadMs(request);
    const dog = watch(parts.timers, silenceMs, signal);
    try {
      const answer = await untilAborted(ask(parts, request, token, dog), dog.signal);
      named = answer.epoch ?? named;
      silence.heard(answer);
      return succeeded(answer);
    } catch {
      signal.throwIfAborted();
      const silent = `No answer for ${Math.round(silenceMs / 1000)} seconds.`;
      return failed({ kind: 'network', message: dog.hasTimedOut() ? silent : unreachable });
    } finally {
      dog.stop();
    }
  };
  const exchange = async (request: ServiceRequest, signal: AbortSignal): Promise<Attempt<Reply>> => {
    const answer = await raw(request, signal);
    return answer.ok ? readAnswer(answer.value) : answer;
  };
  return Object.assign(exchange, { raw, namedEpoch: () => named });
}

/** Text that leaves in a millisecond over a slow line. */
const slowTextPerMs = 5;

/** Well within what the engine's watchdog and a slice of the service worker leave beside the longest silence. */
const longestUploadMs = 45_000;

/** A browser does not tell how much of a request has left: one long text, say, may take longer than the silence. */
function uploadMs({ body }: ServiceRequest): number {
  return Math.min(longestUploadMs, Math.ceil((body ?? '').length / slowTextPerMs));
}

/** As a service says it, so that the one way to pause and ask the person is taken. */
const notSignedIn = {
  kind: 'refused',
  status: 401,
  code: '',
  message: 'Nobody is signed in.',
  retryAfterMs: null,
} as const;

/** The token is read from the database on this device: if that hangs, it is not the service that does not answer. */
function tokenInTime(parts: ExchangeParts): Promise<string | null> {
  const seconds = Math.round(parts.requestTimeoutMs / 1000);
  return new Promise((resolve, reject) => {
    const cancel = parts.timers.after(parts.requestTimeoutMs, () =>
      reject(new Error(`The database on this device did not give the sign-in for ${seconds} seconds.`)),
    );
    const settle = (how: () => void) => {
      cancel();
      how();
    };
    parts.token().then(
      (token) => settle(() => resolve(token)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

/** A fetch, or the reading of its body, may hang and not heed its signal: nobody waits for it any longer. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

async function ask(parts: ExchangeParts, request: ServiceRequest, token: string, dog: Watchdog): Promise<RawAnswer> {
  const response = await parts.fetcher(request.url, {
    method: request.method,
    headers: { ...(token !== '' && { Authorization: `Bearer ${token}` }), ...headersOf(request) },
    ...(request.body === null ? {} : { body: request.body }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    signal: dog.signal,
  });
  const heard = () => {
    dog.pat();
    parts.heard?.();
  };
  heard();
  const body = await readBody(response, heard);
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    date: response.headers.get('date'),
    epoch: response.headers.get('landfall-epoch'),
    ...body,
    accepts: request.accepts,
    isRedirect: response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400),
    at: parts.clock.now(),
  };
}

/** Each browser has words of its own for it, and none says more. */
const unreachable = 'The service could not be reached.';
