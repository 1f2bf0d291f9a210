import type { Change } from '../../core/change.ts';
import type { TableCheckpoint } from '../../core/checkpoint.ts';
import type { DefinitionsKnown } from '../../core/definitions-known.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Draft } from '../../core/draft.ts';
import type { Lease } from '../../core/lease.ts';
import type { Notice } from '../../core/notice.ts';
import type { BaseRow, RowKey } from '../../core/row.ts';
import type { TableCheck } from '../../core/self-check.ts';
import type { Session } from '../../core/session.ts';
import type { LeftOutTable, TableDefinition } from '../../core/table.ts';
import type { TableSettings } from '../../core/table-settings.ts';
import type { Wake } from '../../core/wake.ts';
import type { LogEntry } from '../records.ts';
import type { StoreIdentity } from '../store.ts';

/** What a MemoryStore keeps. Two stores over one disk are two contexts over one database. */
export class MemoryDisk {
  readonly rows = new Map<string, Map<RowKey, BaseRow>>();
  readonly outbox = new Map<number, Change>();
  readonly checkpoints = new Map<string, TableCheckpoint>();
  readonly readKeys = new Map<string, Set<RowKey>>();
  readonly commitLog = new Map<number, LogEntry>();
  readonly deliveries = new Map<string, Delivery>();
  readonly wakes = new Map<number, Wake>();
  readonly tables = new Map<string, TableDefinition>();
  readonly drafts = new Map<string, Draft>();
  readonly settings = new Map<string, TableSettings>();
  readonly notices = new Map<string, Notice>();
  readonly checks = new Map<string, TableCheck>();
  /** The records there is one of. */
  readonly leftOut = new Map<'only', readonly LeftOutTable[]>();
  readonly lease = new Map<'only', Lease>();
  readonly session = new Map<'only', Session>();
  readonly identity = new Map<'only', StoreIdentity>();
  readonly definitionsKnown = new Map<'only', DefinitionsKnown>();
  /** Highest numbers given so far: a number is never given twice. */
  readonly numbers = new Map<'order' | 'commit' | 'wake', number>();

  #last: Promise<unknown> = Promise.resolve();
  #undo: (() => void)[] = [];

  /** One transaction at a time, all or nothing. */
  transact<T>(body: () => Promise<T>): Promise<T> {
    const run = this.#last.then(async () => {
      this.#undo = [];
      try {
        return await body();
      } catch (error) {
        for (const undo of this.#undo.reverse()) undo();
        throw error;
      }
    });
    this.#last = run.catch(() => {});
    return run;
  }

  set<K, V>(map: Map<K, V>, key: K, value: V): void {
    this.#remember(map, key);
    map.set(key, value);
  }

  remove<K, V>(map: Map<K, V>, key: K): void {
    this.#remember(map, key);
    map.delete(key);
  }

  nextNumber(of: 'order' | 'commit' | 'wake'): number {
    const next = (this.numbers.get(of) ?? 0) + 1;
    this.set(this.numbers, of, next);
    return next;
  }

  #remember<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key);
    this.#undo.push(before === undefined ? () => map.delete(key) : () => map.set(key, before));
  }
}
