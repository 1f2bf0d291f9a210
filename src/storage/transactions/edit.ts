import type { Change, ChangeId, Decision, Edit, Saved } from '../../core/change.ts';
import { decided } from '../../core/decide.ts';
import { editInto } from '../../core/edit-into.ts';
import { rebase } from '../../core/rebase.ts';
import type { Values } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { Database, Records } from '../records.ts';
import { logRows } from './log-rows.ts';

/**
 * Law 1: the edit is its outbox entry. One store, so that saving never waits for a load. Said twice, because a connection
 * was lost, it has the effect of once.
 */
export function commitEdit(database: Database, edit: Edit): Promise<Saved> {
  return database.write(['outbox'], async ({ outbox }): Promise<Saved> => {
    const known = await outbox.get(edit.id);
    if (known) return { kind: 'saved', change: known };
    const move = editInto(await outbox.ofRows([edit, ...edit.references]), edit);
    switch (move.kind) {
      case 'add':
        return { kind: 'saved', change: await outbox.add(move.change) };
      case 'replace':
        await outbox.put(move.change);
        return { kind: 'saved', change: move.change };
      case 'add and remove':
        await outbox.remove(move.removed);
        return { kind: 'saved', change: await outbox.add(move.change) };
      case 'cancel':
        await outbox.remove(move.removed);
        return { kind: 'cancelled' };
    }
  });
}

export function commitDecision(database: Database, changeId: ChangeId, decision: Decision): Promise<void> {
  return database.writeOnce(['outbox', 'rows', 'tables', 'commitLog'], async (records) => {
    const change = await records.outbox.get(changeId);
    if (change?.state.kind !== 'parked' && change?.state.kind !== 'conflict') {
      throw new Error(`change ${changeId} does not wait for a decision (any more)`);
    }
    if (decision.kind === 'drop') return records.outbox.remove(change);
    await goOn(records, change, decision);
  });
}

type GoingOn = Exclude<Decision, { readonly kind: 'drop' }>;

async function goOn(records: Records, change: Change, decision: GoingOn): Promise<void> {
  const base = await records.rows.get(change);
  const definition = (await records.tables.all()).find(({ name }) => name === change.table);
  const next = decided(change, decision, (wanted) => wholeRow(wanted, base?.values ?? null, definition));
  if (next === null) {
    // Gone there and not wanted here: without this the base row would come back into sight.
    await records.outbox.remove(change);
    await records.rows.remove(change.table, [change.key]);
    await logRows(records, change.table, [change.key]);
    return;
  }
  await records.outbox.put(next);
  if (next.kind !== 'create' || change.kind === 'create') return;
  // Later changes of the row now stand behind its create.
  for (const later of await records.outbox.ofRows([change])) {
    if (later.order > change.order && later.state.kind === 'pending')
      await records.outbox.put({ ...later, baseETag: null });
  }
}

/** What the person sees of the row by this change, as far as a create may carry it. */
function wholeRow(change: Change, base: Values | null, definition: TableDefinition | undefined): Values {
  const seen = rebase(base, [change]) ?? {};
  if (!definition) return seen;
  const writable = new Set(definition.columns.filter((column) => !column.isReadOnly).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(seen).filter(([name]) => writable.has(name) || Object.hasOwn(change.values, name)),
  );
}
