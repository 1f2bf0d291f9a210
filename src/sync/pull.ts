import { type Checkpoint, isOfOtherEpoch, type PullStrategy, type TableCheckpoint } from '../core/checkpoint.ts';
import type { Failure } from '../core/failure.ts';
import { isOptionRefused, outcomeOfPull } from '../core/outcome.ts';
import { isReconcileDue } from '../core/pull-due.ts';
import { positionAfter, questionAt } from '../core/pull-position.ts';
import { isOtherScope, nextBest, scopeOf, strategyFor } from '../core/pull-strategy.ts';
import { stampedRows, withoutRemembered } from '../core/watermark.ts';
import type { Portion } from '../service/service-client.ts';
import { type Asked, askPortion, type Pull } from './ask-portion.ts';
import { type Hindrance, hindranceOf, tableRefused } from './cycle-end.ts';
import { throwIfStopped } from './holder.ts';
import { landPortion } from './land-portion.ts';
import { reconcileTable } from './reconcile.ts';
import { withDoubted } from './with-doubted.ts';

/** A position that is void after a fresh read is the service's fault: do not read for ever. */
const mostReadsPerCycle = 3;

const changingEpoch = 'The service keeps naming another generation of its data.';
const circle = 'The service keeps giving the same next links.';

/**
 * Brings one table up to date, portion by portion, from wherever its checkpoint stands; the next is on its way while one
 * lands. Then, where it is time, its keys are compared. `betweenPortions` is the time to send what was saved meanwhile:
 * its hindrance ends the pull.
 */
export async function pullTable(
  pull: Pull,
  betweenPortions: () => Promise<Hindrance | null>,
): Promise<Hindrance | null> {
  const { parts, table, trigger } = pull;
  const hindrance = await bringUpToDate(pull, betweenPortions);
  const position = (await parts.store.checkpoint(table.name))?.position;
  if (hindrance !== null || position === undefined) return hindrance;
  if (!isReconcileDue(position, { trigger, at: parts.clock.now() })) return null;
  const outcome = await reconcileTable(pull, betweenPortions);
  if (outcome !== 'read again') return outcome;
  await begin(pull, await parts.store.checkpoint(table.name));
  return await bringUpToDate(pull, betweenPortions);
}

async function bringUpToDate(pull: Pull, betweenPortions: () => Promise<Hindrance | null>): Promise<Hindrance | null> {
  const { holder } = pull;
  let checkpoint = await whereToGoOn(pull);
  let ahead: Asked | null = null;
  let reads = 0;
  // A circle of links would be read for ever, and look like progress.
  const followed = new Set<string>();
  for (;;) {
    throwIfStopped(holder.signal);
    const asked: Asked = ahead ?? (await askPortion(pull, checkpoint.position));
    ahead = null;
    const answer = await asked.answer;
    throwIfStopped(holder.signal);
    const attempt = answer.ok ? await withDoubted(pull, checkpoint.position, answer.value) : answer;
    throwIfStopped(holder.signal);
    if (!attempt.ok) {
      const next = await afterFailure(pull, checkpoint, attempt.failure);
      if ('kind' in next) return next;
      reads += 1;
      if (reads >= mostReadsPerCycle) return tableRefused(pull.table, attempt.failure.message);
      checkpoint = next;
      followed.clear();
      continue;
    }
    const portion = attempt.value;
    if (isOfOtherEpoch(checkpoint, portion.epoch)) {
      reads += 1;
      if (reads >= mostReadsPerCycle) return tableRefused(pull.table, changingEpoch);
      checkpoint = await begin(pull, checkpoint, { epoch: portion.epoch });
      followed.clear();
      continue;
    }
    if (portion.next !== null && (portion.next === linkAsked(checkpoint.position) || followed.has(portion.next))) {
      return tableRefused(pull.table, circle);
    }
    const position = positionAfter(checkpoint.position, factsOf(pull, portion, asked));
    if (portion.next !== null) ahead = await askPortion(pull, position);
    const landing = await landPortion(pull, {
      portion: { ...portion, rows: newRows(checkpoint.position, portion) },
      askedAt: asked.commit,
      position,
    });
    if (landing === 'stale') {
      ahead = null;
      if (isAtBeginning(checkpoint)) checkpoint = await begin(pull, checkpoint);
      continue;
    }
    holder.progress.rowsReceived += portion.rows.length + portion.removals.length;
    checkpoint = { ...checkpoint, position, epoch: portion.epoch ?? checkpoint.epoch };
    if (portion.next === null) return null;
    followed.add(portion.next);
    const hindrance = await betweenPortions();
    if (hindrance !== null) return hindrance;
  }
}

/** Where the table's checkpoint stands, or the beginning of a read where it is void. */
async function whereToGoOn(pull: Pull): Promise<TableCheckpoint> {
  const checkpoint = await pull.parts.store.checkpoint(pull.table.name);
  if (checkpoint === null) return await begin(pull, null);
  if (isOfOtherEpoch(checkpoint, pull.parts.service.namedEpoch())) return await begin(pull, checkpoint);
  // Asked for otherwise than before, the service may answer otherwise: every strategy is open again.
  if (isOtherScope(checkpoint, pull.table)) return await begin(pull, checkpoint, { best: 'delta link' });
  if (isAtBeginning(checkpoint)) return await begin(pull, checkpoint);
  return checkpoint.position.kind === 'complete' ? await begin(pull, checkpoint) : checkpoint;
}

/**
 * A read begins when its first portion is asked for: one that is asked for later, or once more, begins anew. What was
 * acknowledged before that and is deleted by others since would be spared from the removals at its end, and stay for ever
 * beside a delta link that starts behind its deletion.
 */
function isAtBeginning({ position }: TableCheckpoint): boolean {
  return position.kind === 'reading' && position.next === null;
}

/** What to do about a portion that did not come: a hindrance, or from where to ask again. */
async function afterFailure(
  pull: Pull,
  checkpoint: TableCheckpoint,
  failure: Failure,
): Promise<Hindrance | TableCheckpoint> {
  const { position } = checkpoint;
  const outcome = outcomeOfPull(failure, questionAt(position));
  const hindrance = hindranceOf(outcome, failure);
  if (hindrance !== null) return hindrance;
  if (outcome.kind === 'track not') return await begin(pull, checkpoint, { best: nextBest('delta link') });
  if (outcome.kind === 'park') {
    if (!isAskedByStamp(position) || !isOptionRefused(failure)) return tableRefused(pull.table, failure.message);
    return await begin(pull, checkpoint, { best: nextBest('watermark') });
  }
  // Of a round only the link is void: what was asked can be asked again.
  if (position.kind === 'watching') return { ...checkpoint, position: { ...position, round: null } };
  return await begin(pull, checkpoint);
}

interface Beginning {
  /** What it was, if absent. */
  readonly best?: PullStrategy;
  readonly epoch?: string | null;
}

async function begin(
  { parts, holder, table }: Pull,
  before: TableCheckpoint | null,
  beginning: Beginning = {},
): Promise<TableCheckpoint> {
  const best = beginning.best ?? before?.best ?? 'delta link';
  const epoch = beginning.epoch ?? parts.service.namedEpoch() ?? before?.epoch ?? null;
  const strategy = strategyFor(table, best);
  return await parts.store.beginRead(holder.stamp(), {
    table: table.name,
    strategy,
    epoch,
    scope: scopeOf(table),
    best,
  });
}

function factsOf({ table }: Pull, portion: Portion, asked: Asked) {
  const isDated = table.modifiedColumn !== null;
  const stamped = stampedRows(portion.rows, table.modifiedColumn);
  return { ...portion, rows: portion.rows.length, askedAt: asked.at, isDated, stamped };
}

function newRows(position: Checkpoint, portion: Portion): Portion['rows'] {
  return position.kind === 'watching' ? withoutRemembered(portion.rows, position.seen) : portion.rows;
}

/** The link that the portion at this position was asked for by; null where it was not by one. */
function linkAsked(position: Checkpoint): string | null {
  switch (position.kind) {
    case 'reading':
      return position.next;
    case 'following':
      return position.link;
    case 'watching':
      return position.round?.next ?? null;
    case 'complete':
      return null;
  }
}

function isAskedByStamp(position: Checkpoint): boolean {
  return position.kind === 'watching' || (position.kind === 'reading' && position.strategy === 'watermark');
}
