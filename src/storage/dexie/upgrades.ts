import type { Transaction } from 'dexie';

type Stored = Record<string, unknown>;

/** What version 2 asks of records that version 1 wrote; a record that cannot be read stays as it is. */
export async function upgradeTo2(transaction: Transaction): Promise<void> {
  await changeEach(transaction, 'outbox', upgradeChangeTo2);
  await changeEach(transaction, 'deliveries', (delivery) => {
    const unknown = { values: {}, oldValues: {}, merge: null, epoch: null };
    Object.assign(delivery, { ...unknown, origin: 'here', end: 'applied', isMissing: false });
  });
  await changeEach(transaction, 'drafts', (draft) => {
    draft.base = null;
  });
  await changeEach(transaction, 'checkpoints', (checkpoint) => {
    // With which columns it was pulled nobody wrote down: it is read once more, while the rows stay usable.
    Object.assign(checkpoint, { scope: null, best: 'delta link', quietPulls: 0 });
    const position = partOf(checkpoint, 'position');
    if (position?.kind === 'reading') Object.assign(position, { upToDateAt: null, isRewriting: false, reach: null });
  });
  await changeEach(transaction, 'tables', (tables) => {
    for (const table of Object.values(tables).filter(isStored)) {
      Object.assign(table, { modifiedColumn: null, rowFilter: null, intervalMs: null });
    }
  });
}

/** Also for a change that is read past the store, whose upgrade may be what fails. */
export function upgradeChangeTo2(change: Stored): void {
  Object.assign(change, { group: null, merge: null, origin: 'here' });
  const state = partOf(change, 'state');
  if (state?.kind === 'parked') state.why = 'refused';
}

async function changeEach(transaction: Transaction, store: string, change: (record: Stored) => void): Promise<void> {
  await transaction
    .table(store)
    .toCollection()
    .modify((record: unknown) => {
      if (isStored(record)) change(record);
    });
}

function partOf(record: Stored, name: string): Stored | null {
  const part = record[name];
  return isStored(part) ? part : null;
}

export function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null;
}
