import { randomUUID } from 'node:crypto';
import type { Caller } from '../../identity/sign-in.ts';
import { noteRefusal } from '../../operations/request-scope.ts';
import { toServiceError } from '../../service-failure.ts';
import type { Applied } from '../applied.ts';
import type { DataContext } from '../data-request.ts';
import { rawOptions } from '../query-options.ts';
import { readBytes } from '../read-body.ts';
import { type Rendered, renderError } from '../render-answer.ts';
import { methodNotAllowed } from '../service-error.ts';
import { type BatchItem, type BatchRequest, parseBatch } from './parse-batch.ts';
import { createBudget, type Done, type Running, runChangeSet, runRequest } from './run-item.ts';
import { type ItemAnswer, writeBatch } from './write-batch.ts';

const mostBodyBytes = 16 * 1024 * 1024;
const mostAnswerBytes = 64 * 1024 * 1024;

type BatchParts = {
  readonly data: DataContext;
  readonly caller: Caller;
  readonly reportError: (error: unknown) => void;
};

type BatchAnswer = Rendered & { readonly applied: readonly Applied[] };

export function isBatchPath(pathname: string): boolean {
  return /\/(\$|%24)batch$/.test(pathname);
}

/** Inferred: whatever else is said with the preference, only `=false` takes it back. */
function continuesOnError(prefer: string | null): boolean {
  return (prefer ?? '')
    .split(/[,;]/)
    .some((one) => /^(odata\.)?continue-on-error(\s*=\s*"?true"?)?$/i.test(one.trim()));
}

function firstOf(item: BatchItem): BatchRequest {
  return item.kind === 'request' ? item.request : item.requests[0];
}

type Outcome = { readonly done: readonly Done[]; readonly failed: Rendered | null; readonly answer: ItemAnswer };

async function runItem(running: Running, item: BatchItem, parts: BatchParts): Promise<Outcome> {
  let current = firstOf(item);
  try {
    if (item.kind === 'request') {
      const done = await runRequest(running, item.request, new Map());
      return { done: [done], failed: null, answer: { kind: 'one', answer: done.answer } };
    }
    const done = await runChangeSet(running, item.requests, (request) => {
      current = request;
    });
    return { done, failed: null, answer: { kind: 'change-set', answers: done.map(({ answer }) => answer) } };
  } catch (error) {
    const refusal = toServiceError(error, parts.reportError);
    noteRefusal(refusal.code);
    const failed = renderError(refusal);
    return { done: [], failed, answer: { kind: 'one', answer: { ...failed, contentId: current.contentId } } };
  }
}

function notRun(item: BatchItem, failed: Rendered): Outcome {
  const { contentId } = firstOf(item);
  return { done: [], failed, answer: { kind: 'one', answer: { ...failed, contentId } } };
}

/** A client that looks only at the whole answer still has to learn when to come back. */
function outerHeaders(failed: Rendered | null, contentType: string): Record<string, string> {
  const retryAfter = failed?.headers['retry-after'];
  return { 'content-type': contentType, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
}

/** `$batch` (docs/facts/dataverse.md §2.6): its requests run one after the other, for the person who sent the batch. */
export async function answerBatch(parts: BatchParts, raw: Request): Promise<BatchAnswer> {
  if (raw.method !== 'POST') throw methodNotAllowed(raw.method, 'POST');
  rawOptions(new URL(raw.url).searchParams, []);
  const bytes = await readBytes(raw, mostBodyBytes);
  const items = parseBatch(raw.headers.get('content-type') ?? '', bytes);
  const { data, caller } = parts;
  const running = { data, caller, origin: new URL(raw.url).origin, budget: createBudget(mostAnswerBytes) };
  const goesOn = continuesOnError(raw.headers.get('prefer'));
  const outcomes: Outcome[] = [];
  let unreachable: Rendered | null = null;
  for (const item of items) {
    const outcome: Outcome = unreachable === null ? await runItem(running, item, parts) : notRun(item, unreachable);
    outcomes.push(outcome);
    // Where the data cannot be reached each further item would wait for it in vain: it is answered the same, not run.
    if (outcome.failed?.status === 503) unreachable = outcome.failed;
    if (outcome.failed !== null && !goesOn) break;
  }
  const failed = goesOn ? null : (outcomes.at(-1)?.failed ?? null);
  const { contentType, body } = writeBatch(
    outcomes.map(({ answer }) => answer),
    randomUUID,
  );
  return {
    status: failed?.status ?? 200,
    headers: outerHeaders(failed, contentType),
    body,
    applied: outcomes.flatMap(({ done }) => done.flatMap(({ applied }) => applied)),
  };
}
