import { awaitedCreates, referencesOf } from '../../core/awaited-creates.ts';
import type { Change, ChangeId, Decision } from '../../core/change.ts';
import { decided } from '../../core/decide.ts';
import { dropping, mayDrop } from '../../core/drop.ts';
import type { BaseRow } from '../../core/row.ts';
import { wholeRow } from '../../core/whole-row.ts';
import type { Database, Records } from '../records.ts';
import { judgeDeliveries } from './judge-deliveries.ts';
import { logRows } from './log-rows.ts';
import { standBehindCreate } from './stand-behind-create.ts';

const decisionScope = ['outbox', 'rows', 'tables', 'commitLog', 'deliveries', 'checkpoints'] as const;

export function commitDecision(database: Database, changeId: ChangeId, decision: Decision): Promise<void> {
  return database.writeOnce(decisionScope, async (records) => {
    const change = await records.outbox.get(changeId);
    if (change === undefined) throw new Error(`change ${changeId} is not in the outbox any more`);
    if (decision.kind === 'drop') return drop(records, change);
    if (change.state.kind !== 'parked' && change.state.kind !== 'conflict') {
      throw new Error(`change ${changeId} does not wait for a decision (any more)`);
    }
    await goOn(records, change, decision);
  });
}

async function drop(records: Records, change: Change): Promise<void> {
  const { removed, altered } = dropping(await records.outbox.all(), change, await records.tables.all());
  const sent = removed.find(
    (one) => one.state.kind === 'sending' || (one.state.kind === 'maybe sent' && !isBehind(one, change)),
  );
  if (!mayDrop(change) || sent) throw new Error(`change ${(sent ?? change).id} may have left this device`);
  for (const one of removed) await records.outbox.remove(one);
  for (const one of altered) await records.outbox.put(one);
  await showTheirs(records, change);
}

/** Out of an escrow file, and behind a change that nothing overtakes: if it was sent, then by the file's own device. */
function isBehind({ origin, group }: Change, dropped: Change): boolean {
  return origin === 'escrow file' && (group === null || group !== dropped.group);
}

/** Without this the row would be seen as it was before both changes, until the next pull. */
async function showTheirs(records: Records, change: Change): Promise<void> {
  if (change.state.kind !== 'conflict') return;
  const { theirs } = change.state;
  if (theirs === null) return await takeAway(records, change);
  if (!(await isBaseAsMet(records, change))) return;
  const row = { key: change.key, ...theirs };
  await judgeBefore(records, change, row);
  await records.rows.put(change.table, [row]);
  await logRows(records, change.table, [change.key]);
}

type GoingOn = Exclude<Decision, { readonly kind: 'drop' }>;

async function goOn(records: Records, change: Change, decision: GoingOn): Promise<void> {
  const base = await records.rows.get(change);
  const tables = await records.tables.all();
  const table = tables.find(({ name }) => name === change.table) ?? null;
  // A pull may have taken the base row away since.
  const met = change.state.kind === 'conflict' ? change.state.met?.base : null;
  const known = base?.values ?? met ?? null;
  const next = decided(change, decision, { table, whole: (wanted) => wholeRow(wanted, known, table) });
  if (next === null) {
    // Gone there and not wanted here: without this the base row would come back into sight.
    await records.outbox.remove(change);
    return await takeAway(records, change);
  }
  const references = [
    ...(decision.kind === 'revise' ? (decision.references ?? []) : []),
    ...referencesOf(next, tables),
  ];
  const dependsOn = awaitedCreates(await records.outbox.all(), next, references);
  const going = { ...next, dependsOn };
  await records.outbox.put(going);
  if (going.kind === 'create' && change.kind !== 'create') await standBehindCreate(records, going);
}

async function takeAway(records: Records, change: Change): Promise<void> {
  const { table, key } = change;
  if (!(await isBaseAsMet(records, change))) return;
  await judgeBefore(records, change, null);
  await records.rows.remove(table, [key]);
  await logRows(records, table, [key]);
}

/**
 * Whether the base row is still the one that the change was made against when they met. Another came later, and perhaps
 * later than theirs: made anew by others, or brought back, even in its old version, by a service that was restored. No
 * pull would bring it a second time.
 */
async function isBaseAsMet(records: Records, change: Change): Promise<boolean> {
  const here = await records.rows.get(change);
  if (here === undefined || here.etag !== change.baseETag) return false;
  const metAt = change.state.kind === 'conflict' ? change.state.met?.at : undefined;
  const position = (await records.checkpoints.get(change.table))?.position;
  const readAt = position?.kind === 'reading' ? position.startedAt : position?.upToDateAt;
  return metAt === undefined || readAt === undefined || readAt <= metAt;
}

/** While a restored service is read, theirs may be the first that is seen of it. */
async function judgeBefore(records: Records, { table, key }: Change, row: BaseRow | null): Promise<void> {
  const epoch = (await records.checkpoints.get(table))?.epoch ?? null;
  await judgeDeliveries(records, { table, epoch, rowOf: (named) => (named === key ? row : undefined) });
}
