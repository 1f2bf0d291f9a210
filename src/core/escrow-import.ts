import type { Change, ChangeState } from './change.ts';
import type { EscrowFile } from './escrow-file.ts';
import type { UnorderedChange } from './fold.ts';
import type { Account } from './session.ts';

/** Why a file is not imported. Nothing of it is then. */
export type EscrowProblem =
  | { readonly kind: 'not an escrow file' }
  | { readonly kind: 'cut short' }
  | { readonly kind: 'edited' }
  | { readonly kind: 'other version'; readonly version: string }
  | { readonly kind: 'other environment'; readonly name: string; readonly url: string }
  | { readonly kind: 'other person'; readonly name: string };

/** How many changes of one table a file holds. */
export interface EscrowCount {
  readonly table: string;
  readonly label: string;
  readonly count: number;
}

/** What importing a file would do, for the person to see first. */
export interface EscrowPreview {
  readonly writtenAt: number;
  /** It was written from this very database. */
  readonly isFromHere: boolean;
  readonly tables: readonly EscrowCount[];
  readonly all: number;
  /** In the outbox of this device. */
  readonly alreadyHere: number;
  /** Delivered by this device. */
  readonly alreadyDelivered: number;
  /** Of those that would be added. */
  readonly conflicts: number;
  readonly parked: number;
  readonly creates: number;
}

export type EscrowReading =
  | { readonly kind: 'refused'; readonly problem: EscrowProblem }
  | { readonly kind: 'readable'; readonly preview: EscrowPreview };

/** What became of an import. */
export interface Imported {
  readonly added: number;
  readonly alreadyHere: number;
  readonly alreadyDelivered: number;
}

/** Law 14: nothing of one person or environment is ever another's. */
export function problemOfOwner(file: EscrowFile, { environment, person }: Account): EscrowProblem | null {
  const { id, url, name } = file.environment;
  if (id !== environment.id || url !== environment.url) return { kind: 'other environment', name, url };
  if (file.person.id !== person.id) return { kind: 'other person', name: file.person.name };
  return null;
}

export function previewOf(
  file: EscrowFile,
  here: {
    readonly storeId: string;
    readonly inOutbox: ReadonlySet<string>;
    readonly delivered: ReadonlySet<string>;
  },
): EscrowPreview {
  const isHere = ({ id }: Change) => here.inOutbox.has(id);
  const isDelivered = ({ id }: Change) => here.delivered.has(id);
  const fresh = file.changes.filter((change) => !isHere(change) && !isDelivered(change));
  const count = (isWanted: (change: Change) => boolean) => fresh.filter(isWanted).length;
  return {
    writtenAt: file.writtenAt,
    isFromHere: file.storeId === here.storeId,
    tables: countsOf(file),
    all: file.changes.length,
    alreadyHere: file.changes.filter(isHere).length,
    alreadyDelivered: file.changes.filter((change) => isDelivered(change) && !isHere(change)).length,
    conflicts: count(({ state }) => state.kind === 'conflict'),
    parked: count(({ state }) => state.kind === 'parked'),
    creates: count(({ kind, state }) => kind === 'create' && state.kind !== 'conflict' && state.kind !== 'parked'),
  };
}

function countsOf(file: EscrowFile): readonly EscrowCount[] {
  const counts = new Map<string, number>();
  for (const { table } of file.changes) counts.set(table, (counts.get(table) ?? 0) + 1);
  return [...counts].map(([table, count]) => ({ table, label: file.tables[table]?.pluralLabel ?? table, count }));
}

/**
 * A change as it enters the outbox of another device. The device that wrote the file may have sent it since, also one
 * that it had never sent by then: so it is maybe sent, and its precondition decides. What waited for a person waits on.
 */
export function asImported(change: Change): UnorderedChange {
  const { order: _, ...rest } = change;
  return { ...rest, state: stateOf(change.state), origin: 'escrow file' };
}

function stateOf(state: ChangeState): ChangeState {
  return state.kind === 'conflict' || state.kind === 'parked' ? state : { kind: 'maybe sent' };
}

/**
 * A create out of a file is read before it is sent. No precondition keeps it from being done twice: where its row is not
 * there, it never arrived, or it did and the row was deleted since. That is never certain, because the other device may
 * go on sending after it wrote the file. A person's decision makes it a change of this device (decide.ts).
 */
export function isReadFirst(change: Change): boolean {
  return change.kind === 'create' && change.origin === 'escrow file';
}
