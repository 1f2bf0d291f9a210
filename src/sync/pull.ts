import { isOfOtherEpoch, type PullStrategy, type TableCheckpoint } from '../core/checkpoint.ts';
import { outcomeOfPull } from '../core/outcome.ts';
import { positionAfter, questionAt } from '../core/pull-position.ts';
import { type Asked, askPortion, type Pull } from './ask-portion.ts';
import { type Hindrance, hindranceOf } from './cycle-end.ts';
import { throwIfStopped } from './holder.ts';
import { landPortion } from './land-portion.ts';

/** A position that is void after a fresh read is the service's fault: do not read for ever. */
const mostReadsPerCycle = 2;

const changingEpoch = 'The service keeps naming another generation of its data.';

/**
 * Brings one table up to date, portion by portion, from wherever its checkpoint stands; the next is on its way while one
 * lands. `betweenPortions` is the time to send what was saved meanwhile: its hindrance ends the pull.
 */
export async function pullTable(
  pull: Pull,
  betweenPortions: () => Promise<Hindrance | null>,
): Promise<Hindrance | null> {
  const { parts, holder, table } = pull;
  let checkpoint = (await parts.store.checkpoint(table.name)) ?? (await begin(pull));
  if (isOfOtherEpoch(checkpoint, parts.service.namedEpoch())) checkpoint = await begin(pull);
  if (checkpoint.position.kind === 'complete') checkpoint = await begin(pull, { strategy: 'full read' });
  let ahead: Asked | null = null;
  let reads = 0;
  for (;;) {
    throwIfStopped(holder.signal);
    const asked: Asked = ahead ?? (await askPortion(pull, checkpoint.position));
    ahead = null;
    const attempt = await asked.answer;
    throwIfStopped(holder.signal);
    if (!attempt.ok) {
      const { failure } = attempt;
      const outcome = outcomeOfPull(failure, questionAt(checkpoint.position));
      const hindrance = hindranceOf(outcome, failure);
      if (hindrance !== null) return hindrance;
      reads += 1;
      if (outcome.kind === 'park' || reads > mostReadsPerCycle) return refusal(pull, failure.message);
      checkpoint = await begin(pull, outcome.kind === 'track not' ? { strategy: 'full read' } : {});
      continue;
    }
    const portion = attempt.value;
    if (isOfOtherEpoch(checkpoint, portion.epoch)) {
      reads += 1;
      if (reads > mostReadsPerCycle) return refusal(pull, changingEpoch);
      checkpoint = await begin(pull, { epoch: portion.epoch });
      continue;
    }
    const facts = { ...portion, rows: portion.rows.length, askedAt: asked.at };
    const position = positionAfter(checkpoint.position, facts);
    if (portion.next !== null) ahead = await askPortion(pull, position);
    const landing = await landPortion(pull, { portion, askedAt: asked.commit, position });
    if (landing === 'stale') {
      ahead = null;
      continue;
    }
    holder.progress.rowsReceived += portion.rows.length + portion.removals.length;
    checkpoint = { ...checkpoint, position, epoch: portion.epoch ?? checkpoint.epoch };
    if (portion.next === null) return null;
    const hindrance = await betweenPortions();
    if (hindrance !== null) return hindrance;
  }
}

interface Beginning {
  /** What the table allows, if absent. */
  readonly strategy?: PullStrategy;
  readonly epoch?: string | null;
}

async function begin({ parts, holder, table }: Pull, beginning: Beginning = {}): Promise<TableCheckpoint> {
  const strategy = beginning.strategy ?? (table.mayTrackChanges ? 'delta link' : 'full read');
  const epoch = beginning.epoch ?? parts.service.namedEpoch();
  return await parts.store.beginRead(holder.stamp(), table.name, strategy, epoch);
}

/** The service will not give this table: said with its name, and the others go on. */
function refusal({ table }: Pull, problem: string): Hindrance {
  return { kind: 'table', problem: `${table.pluralLabel}: ${problem}` };
}
