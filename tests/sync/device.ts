import type { Change, ChangeId, ChangeKind } from '../../src/core/change.ts';
import type { CommitHints } from '../../src/core/commit-hints.ts';
import type { ETag, RowKey, Values } from '../../src/core/row.ts';
import type { Trigger } from '../../src/core/wake.ts';
import { MemoryDisk } from '../../src/storage/memory/memory-disk.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { createPushPace } from '../../src/sync/push-pace.ts';
import { runWake, type WakeResult } from '../../src/sync/run-wake.ts';
import { createLockSpace } from '../fakes/locks.ts';
import { FakeService } from '../fakes/service.ts';
import { createManualTimers } from '../fakes/timers.ts';
import { accounts, contacts } from '../fixtures/tables.ts';

export const intervalMs = 300_000;

/** One device: a disk, locks and a clock that its contexts (tabs, workers) share, and a service. */
export class Device {
  readonly service: FakeService;
  readonly timers = createManualTimers();
  readonly locks = createLockSpace();
  readonly #disk = new MemoryDisk();
  readonly #listeners = new Set<() => void>();
  /** What the browser says of the network. */
  isOffline = false;
  #ids = 0;

  /** `service`: one that other devices share. */
  constructor(service = new FakeService([accounts, contacts])) {
    this.service = service;
    // The service's clock is another one, that happens to run like ours.
    service.clock = () => this.timers.clock.now() + 7_000;
  }

  /** Another tab or worker of this device. */
  openContext(database = 'landfall:demo:dana'): SyncParts {
    return {
      store: new MemoryStore({
        name: database,
        disk: this.#disk,
        hints: this.#hints(),
        newId: () => this.newId(),
        locale: 'en',
      }),
      service: this.service,
      locks: this.locks.openContext(),
      network: { isSurelyOffline: () => this.isOffline },
      clock: this.timers.clock,
      timers: this.timers,
      random: { uuid: () => this.newId(), fraction: () => 0 },
      pace: createPushPace(),
    };
  }

  newId(): ChangeId {
    this.#ids += 1;
    return `id ${this.#ids}` as ChangeId;
  }

  #hints(): CommitHints {
    let own: (() => void) | null = null;
    return {
      send: () => {
        for (const listener of this.#listeners) if (listener !== own) listener();
      },
      listen: (listener) => {
        own = listener;
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      close: () => {},
    };
  }
}

export function wake(parts: SyncParts, trigger: Trigger = 'opened', stop = new AbortController()): Promise<WakeResult> {
  return runWake(
    parts,
    {
      beginning: { trigger, host: 'data worker', isLastChance: false },
      whenHeld: { kind: 'leave' },
      signal: stop.signal,
      isNeeded: async () => true,
    },
    intervalMs,
  );
}

/** A person edits a row as they see it now. */
export async function edit(
  device: Device,
  parts: SyncParts,
  what: { kind: ChangeKind; table?: string; key: string; values?: Values; references?: readonly string[] },
): Promise<Change> {
  const table = what.table ?? 'account';
  const key = what.key as RowKey;
  const opened = await parts.store.row({ table, key });
  const values = what.values ?? {};
  const shown = opened?.seen.values ?? {};
  const saved = await parts.store.commitEdit({
    id: device.newId(),
    kind: what.kind,
    table,
    key,
    values,
    oldValues: Object.fromEntries(Object.keys(values).map((name) => [name, shown[name] ?? null])),
    baseETag: (opened?.baseETag ?? null) as ETag | null,
    references: (what.references ?? []).map((other) => ({ table: 'account', key: other as RowKey })),
    savedAt: device.timers.clock.now(),
  });
  if (saved.kind !== 'saved') throw new Error('the edit was cancelled');
  return saved.change;
}

/** Values of base rows by key, as the service's answer to the profile should be. */
export async function baseRows(parts: SyncParts, table: string, sortColumn: string): Promise<Record<string, Values>> {
  const view = await parts.store.openView({ table, sortColumn, direction: 'ascending', search: '' });
  const rows = await view.window(0, view.total());
  view.close();
  return Object.fromEntries(rows.map((row) => [row.key, row.values]));
}
