import type { Change, ChangeId, Decision, Edit } from '../../../src/core/change.ts';
import type { RowAddress, Values } from '../../../src/core/row.ts';
import type { ConflictPolicy } from '../../../src/core/table-settings.ts';
import type { Context } from '../context.ts';
import type { ToldDisk } from '../disk.ts';
import type { Effect } from '../service/writes.ts';

/** Something a person is doing at this moment, and that may change the outbox. */
export type Act =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | { readonly kind: 'decision'; readonly changeId: ChangeId; readonly decision: Decision };

/** What is known of a change by watching, and not by asking the client. */
export interface KnownChange {
  readonly id: ChangeId;
  /** Tick of the service when it was saved. */
  readonly savedAtTick: number;
  readonly effects: Effect[];
  /** Ticks at which a person decided about it. */
  readonly decidedAtTicks: number[];
  isEverSent: boolean;
  /** Step of the world at which it became the create of its row. */
  createSince: number;
}

export interface Silence {
  readonly untilTrue: number;
  readonly heardBy: Context;
  /** Since when the database keeps it, and every context has to; null if it does not. */
  keptAt: number | null;
}

/** A change as one context marked it as sending. */
export interface Mark {
  readonly change: Change;
  /** Step of the world at which it was marked. */
  readonly step: number;
}

/** The books that are kept about one database of one person on one device, from its making to its eviction. */
export class Ledger {
  readonly name: string;
  readonly person: number;
  readonly disk: ToldDisk;
  readonly acts = new Set<Act>();
  readonly changes = new Map<ChangeId, KnownChange>();
  /** The fence that each context took last. */
  readonly fences = new Map<Context, number>();
  /** What each context marked as sending last, by row. */
  readonly marks = new Map<Context, Map<string, Mark>>();
  /** Tick of the service when the read of a table began. */
  readonly readBegan = new Map<string, number>();
  /** The highest place in the order of what was applied to a row. */
  readonly appliedOrder = new Map<string, number>();
  readonly #shown = new Set<string>();
  readonly policies = new Set<string>();
  silence: Silence | null = null;
  /** How many wakes have ended well since the faults stopped. */
  calmWakes = 0;

  constructor(name: string, person: number, disk: ToldDisk) {
    this.name = name;
    this.person = person;
    this.disk = disk;
  }

  /** The person has been shown these values of a row, and so may overwrite them. */
  show(row: RowAddress, values: Values): void {
    for (const [column, value] of Object.entries(values)) this.#shown.add(wordOf(row, column, value));
  }

  wasShown(row: RowAddress, column: string, value: unknown): boolean {
    return this.#shown.has(wordOf(row, column, value));
  }

  /** The person has ever chosen this for the table: an older cycle may still go by it. */
  hadPolicy(table: string, policy: ConflictPolicy): boolean {
    return this.policies.has(`${table}: ${policy}`);
  }

  /** The base row as this device has it. */
  base({ table, key }: RowAddress): Values {
    return this.disk.rows.get(table)?.get(key)?.values ?? {};
  }

  outbox(): readonly Change[] {
    return [...this.disk.outbox.values()].sort((a, b) => a.order - b.order);
  }
}

function wordOf({ table, key }: RowAddress, column: string, value: unknown): string {
  return `${table}/${key}/${column}=${JSON.stringify(value ?? null)}`;
}
