import { within } from '../../database/within.ts';
import type { Caller } from '../../identity/sign-in.ts';
import { type Applied, appliedBy } from '../applied.ts';
import type { DataContext } from '../data-request.ts';
import { answerData } from '../data-routes.ts';
import { renderAnswer } from '../render-answer.ts';
import { Refused } from '../service-error.ts';
import { tableNamed } from '../table.ts';
import { type ContentIds, resolveBody } from './content-ids.ts';
import { innerRequest } from './inner-request.ts';
import type { BatchRequest } from './parse-batch.ts';
import type { PartAnswer } from './write-batch.ts';

/** What the answers of one batch may still hold: they are put together in memory. */
type Budget = { readonly take: (bytes: number) => void; readonly requireLeft: () => void };

export function createBudget(mostBytes: number): Budget {
  let left = mostBytes;
  return {
    take(bytes) {
      left -= bytes;
    },
    requireLeft() {
      if (left > 0) return;
      const message = `The answers of this batch are larger than ${mostBytes} bytes. Ask for the rest in another batch.`;
      throw new Refused({ status: 413, code: '0x80060000', message });
    },
  };
}

export type Running = {
  readonly data: DataContext;
  readonly caller: Caller;
  /** As the sender of the batch wrote it. */
  readonly origin: string;
  readonly budget: Budget;
};

export type Done = { readonly answer: PartAnswer; readonly applied: readonly Applied[] };

/** Throws what the request alone would have been refused with. */
export async function runRequest(running: Running, request: BatchRequest, known: ContentIds): Promise<Done> {
  running.budget.requireLeft();
  const raw = innerRequest({ ...request, body: resolveBody(request.body, known) }, running.origin, known);
  const answer = await answerData(running.data, raw, running.caller);
  const rendered = renderAnswer(answer);
  running.budget.take(rendered.body?.length ?? 0);
  // Dataverse's parts carry both (docs/facts/dataverse.md §2.6).
  const entityId = rendered.headers['odata-entityid'];
  const headers = entityId === undefined ? rendered.headers : { location: entityId, ...rendered.headers };
  return { answer: { ...rendered, headers, contentId: request.contentId }, applied: appliedBy(answer, raw) };
}

/**
 * All or nothing, in one transaction. `begins` is told each request before it runs: if one is refused, the last told is
 * the culprit. The database may run the whole of it again, so that nothing from an earlier try may be kept.
 */
export function runChangeSet(
  running: Running,
  requests: readonly BatchRequest[],
  begins: (request: BatchRequest) => void,
): Promise<readonly Done[]> {
  const { database, tables } = running.data;
  return database.tx(async (tx) => {
    const inside = { ...running, data: { ...running.data, database: within(database, tx) } };
    const known = new Map<string, string>();
    const all: Done[] = [];
    for (const request of requests) {
      begins(request);
      const done = await runRequest(inside, request, known);
      all.push(done);
      const [changed] = done.applied;
      if (request.contentId === null || changed === undefined) continue;
      known.set(request.contentId, `${tableNamed(tables, changed.table).setName}(${changed.id})`);
    }
    return all;
  });
}
