import type { Checkpoint } from '../../core/checkpoint.ts';
import type { StoreFacts, SyncState } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';
import { serviceTexts as texts } from '../texts/service.ts';

interface Seen {
  readonly facts: Pick<StoreFacts, 'tables' | 'leftOut' | 'hasVersions' | 'checkpoints' | 'outbox'>;
  readonly takesBatches: SyncState['takesBatches'];
}

/** What the service does not give, in sentences: from what its answers and its own description showed, table by table. */
export function serviceLimits({ facts, takesBatches }: Seen, locale: string): readonly string[] {
  const { tables, leftOut, hasVersions } = facts;
  const readInFull = new Set(
    facts.checkpoints.flatMap(({ table, position }) => (isReadInFull(position) ? [table] : [])),
  );
  const list = (isMeant: (table: TableDefinition) => boolean) => tables.filter(isMeant);
  const say = (of: readonly TableDefinition[], sentence: (tables: string) => string) =>
    of.length === 0 ? [] : [sentence(namesOf(of, locale))];
  return [
    ...say(
      list(({ name }) => hasVersions[name] === false),
      texts.noVersions,
    ),
    ...say(
      list(({ name }) => readInFull.has(name)),
      texts.readAgain,
    ),
    ...say(
      list(({ noCreate }) => noCreate === 'keys are made by the service'),
      texts.noCreate,
    ),
    ...(namesNoEpoch(facts.checkpoints) ? [texts.noEpoch] : []),
    ...together(facts.outbox, takesBatches),
    ...leftOut.map(({ label, why }) => texts.leftOut(label, texts.why[why])),
  ];
}

/** Every answer names it where the service has one: a table that was asked for without it shows that there is none. */
function namesNoEpoch(checkpoints: StoreFacts['checkpoints']): boolean {
  return checkpoints.length > 0 && checkpoints.every(({ epoch }) => epoch === null);
}

function together(outbox: StoreFacts['outbox'], takesBatches: boolean): readonly string[] {
  if (!takesBatches) return [texts.noBatches];
  const isRefused = outbox.some(({ state }) => state.kind === 'parked' && state.why === 'no change sets');
  return isRefused ? [texts.noChangeSets] : [];
}

/** The first read of a table shows nothing of how it will be read from then on. */
function isReadInFull(position: Checkpoint): boolean {
  if (position.kind === 'reading') return position.strategy === 'full read' && !position.isInitial;
  return position.kind === 'complete';
}

function namesOf(tables: readonly TableDefinition[], locale: string): string {
  return new Intl.ListFormat(locale).format(tables.map(({ pluralLabel }) => pluralLabel));
}
