import type { ChangeId } from '../../core/change.ts';
import { type Attempt, type Failure, failed, succeeded } from '../../core/failure.ts';
import { type RawAnswer, type Reply, readAnswer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { unreadable } from '../portion.ts';
import type { ServiceRequest } from '../request.ts';
import type { AppliedRow, BatchAnswer, ChangeSetAnswer, Outgoing, ServiceClient } from '../service-client.ts';
import { type BatchText, type ItemAnswer, type PartAnswer, readBatch } from './read-batch.ts';
import { type BatchItem, writeBatch } from './write-batch.ts';

export interface BatchSenderParts {
  readonly exchange: Exchange;
  /** Absolute URL of the OData root, ending in a slash. */
  readonly root: string;
  readonly requestsOf: (changes: readonly Outgoing[]) => Promise<readonly ServiceRequest[]>;
  /** Why a change is not to be sent; null if it is. */
  readonly hindranceTo: (sent: Outgoing, signal: AbortSignal) => Promise<Failure | null>;
  /** The row out of the answer to a change that was applied; reads it where the answer does not hold it. */
  readonly applied: (sent: Outgoing, reply: Reply, signal: AbortSignal) => Promise<Attempt<AppliedRow>>;
}

/** The half of the client that sends several changes at once. */
export function createBatchSender(parts: BatchSenderParts): Pick<ServiceClient, 'sendBatch' | 'sendChangeSet'> {
  async function ask(items: readonly BatchItem[], signal: AbortSignal): Promise<Attempt<BatchText>> {
    const came = await parts.exchange.raw(writeBatch(items, parts.root), signal);
    if (!came.ok) return came;
    const batch = readBatch(came.value);
    // More answers than questions: which is whose nobody can tell.
    const isOurs = batch !== null && batch.items.length > 0 && batch.items.length <= items.length;
    return isOurs ? succeeded(batch) : failed(noParts(came.value));
  }

  async function attemptOf(sent: Outgoing, raw: RawAnswer, signal: AbortSignal): Promise<Attempt<AppliedRow>> {
    const reply = readAnswer(raw);
    return reply.ok ? await parts.applied(sent, reply.value, signal) : reply;
  }

  async function hindrancesTo(changes: readonly Outgoing[], signal: AbortSignal) {
    const hindrances = new Map<Outgoing, Failure>();
    for (const sent of changes) {
      const hindrance = await parts.hindranceTo(sent, signal);
      if (hindrance !== null) hindrances.set(sent, hindrance);
    }
    return hindrances;
  }

  return {
    async sendBatch(changes, signal): Promise<Attempt<BatchAnswer>> {
      const hindrances = await hindrancesTo(changes, signal);
      const sent = changes.filter((one) => !hindrances.has(one));
      const requests = await parts.requestsOf(sent);
      const nothing: Attempt<BatchText> = succeeded({ items: [], isWhole: true });
      const items = requests.map((request) => [request]);
      const batch = items.length === 0 ? nothing : await ask(items, signal);
      if (!batch.ok) return batch;
      const answers = new Map(sent.map((one, index) => [one, singleAnswer(batch.value.items[index])]));
      const attempts: (Attempt<AppliedRow> | null)[] = [];
      for (const one of changes) {
        const hindrance = hindrances.get(one);
        const raw = answers.get(one) ?? null;
        if (hindrance !== undefined) attempts.push(failed(hindrance));
        else attempts.push(raw === null ? null : await attemptOf(one, raw, signal));
      }
      return succeeded({ attempts, isWhole: batch.value.isWhole });
    },

    async sendChangeSet(changes, signal): Promise<Attempt<ChangeSetAnswer>> {
      for (const [sent, failure] of await hindrancesTo(changes, signal)) {
        return succeeded({ kind: 'refused', failure, culprit: sent.change.id });
      }
      const batch = await ask([await parts.requestsOf(changes)], signal);
      if (!batch.ok) return batch;
      const answers = setAnswers(batch.value.items[0]);
      const refused = refusalIn(answers);
      if (refused !== null) return succeeded(refusalOf(refused, changes));
      const inPlace = inOrder(answers, changes.length);
      if (inPlace === null) return failed(unreadable(200, 'the answer to changes that belong together is not whole'));
      const rows: AppliedRow[] = [];
      for (const [index, raw] of inPlace.entries()) {
        const sent = changes[index];
        if (sent === undefined) continue;
        const attempt = await attemptOf(sent, raw, signal);
        if (!attempt.ok) return attempt;
        rows.push(attempt.value);
      }
      return succeeded({ kind: 'applied', rows });
    },
  };
}

/** What the whole says where it has no parts: its refusal, or that it cannot be read. */
function noParts(raw: RawAnswer) {
  const answer = readAnswer(raw);
  return answer.ok ? unreadable(raw.status, 'a batch was answered without its parts') : answer.failure;
}

function singleAnswer(item: ItemAnswer | undefined): RawAnswer | null {
  return item?.kind === 'one' ? item.part.raw : null;
}

/** Both shapes of a change set's answer: a list, or, where it was refused, one part in its place. */
function setAnswers(item: ItemAnswer | undefined): readonly PartAnswer[] {
  if (item === undefined) return [];
  return item.kind === 'one' ? [item.part] : item.parts;
}

/** One refusal refuses all: some services still call the others created (docs/facts/odata.md §1.2). */
function refusalIn(answers: readonly PartAnswer[]): (PartAnswer & { readonly raw: RawAnswer }) | null {
  for (const { contentId, raw } of answers) if (raw !== null && raw.status >= 300) return { contentId, raw };
  return null;
}

function refusalOf({ contentId, raw }: PartAnswer & { readonly raw: RawAnswer }, changes: readonly Outgoing[]) {
  const answer = readAnswer(raw);
  const failure = answer.ok ? unreadable(raw.status, 'a refusal that is none') : answer.failure;
  const culprit: ChangeId | null = changes[Number(contentId) - 1]?.change.id ?? null;
  return { kind: 'refused', failure, culprit } as const;
}

/** The answers in the order of the requests: by Content-ID where each has one, else as they stand. Null if any is missing. */
function inOrder(answers: readonly PartAnswer[], count: number): readonly RawAnswer[] | null {
  const byId = new Map(answers.map((answer) => [answer.contentId, answer]));
  const isNamed = byId.size === answers.length && !byId.has(null);
  const placed = Array.from({ length: count }, (_, index) => (isNamed ? byId.get(`${index + 1}`) : answers[index]));
  const raws = placed.map((answer) => answer?.raw ?? null);
  return answers.length === count && raws.every((raw) => raw !== null) ? raws : null;
}
