import type { Change, ChangeId, ChangeKind } from '../../src/core/change.ts';
import type { ETag, RowKey, Values } from '../../src/core/row.ts';
import { odataV4 } from '../../src/service/dialects/odata-v4.ts';
import { createODataClient } from '../../src/service/odata-client.ts';
import { MemoryDisk } from '../../src/storage/memory/memory-disk.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { createPushPace } from '../../src/sync/push-pace.ts';
import { createLockSpace } from '../fakes/locks.ts';
import { createSeededRandom } from '../fakes/random.ts';
import { createManualTimers, type ManualTimers } from '../fakes/timers.ts';
import { PoorService, type PoorSet } from '../poor-service/poor-service.ts';

/** The way to the service. Closed before a request it is not made, after it nobody hears that it was. */
export type Way = 'open' | 'closed';

/** A device with the real client before the poor service, in one process: nothing happens but what a test lets happen. */
export class PoorDevice {
  readonly service = new PoorService();
  readonly timers: ManualTimers = createManualTimers();
  readonly parts: SyncParts;
  /** Values like "theirs 7" that reached this device. */
  readonly heard = new Set<string>();
  /** Asked for each request; `after` is the moment when the service has done it. */
  onRequest: (moment: 'before' | 'after', method: string) => Way = () => 'open';
  readonly #random;

  constructor(seed = 1) {
    this.#random = createSeededRandom(seed);
    const store = new MemoryStore({
      name: 'landfall:poor:anyone',
      disk: new MemoryDisk(),
      hints: { send: () => {}, listen: () => () => {}, close: () => {} },
      newId: () => this.#random.uuid(),
      locale: 'en',
    });
    const service = createODataClient({
      environment: { url: 'http://poor.example/odata/' },
      dialect: odataV4,
      portionRows: 1_000,
      knownTables: () => store.tables(),
      fetcher: (url, init) => this.#fetch(new Request(url, init)),
      token: () => Promise.resolve(''),
      clock: this.timers.clock,
      timers: this.timers,
      requestTimeoutMs: 30_000,
    });
    this.parts = {
      store,
      service,
      locks: createLockSpace().openContext(),
      network: { isSurelyOffline: () => false },
      clock: this.timers.clock,
      timers: this.timers,
      pace: createPushPace(),
      random: { uuid: () => this.#random.uuid(), fraction: () => 0 },
    };
  }

  newKey(): RowKey {
    return this.#random.uuid() as RowKey;
  }

  /** A person edits a row as they see it now; null if it cancelled out with a create that was never sent. */
  async edit(what: { kind: ChangeKind; set?: PoorSet; key: string; values?: Values }): Promise<Change | null> {
    const { store } = this.parts;
    const table = what.set ?? 'Tickets';
    const key = what.key as RowKey;
    const opened = await store.row({ table, key });
    const values = what.values ?? {};
    const shown = opened?.seen.values ?? {};
    const names = what.kind === 'delete' ? Object.keys(shown) : Object.keys(values);
    const saved = await store.commitEdit({
      id: this.#random.uuid() as ChangeId,
      kind: what.kind,
      table,
      key,
      values,
      oldValues: what.kind === 'create' ? {} : Object.fromEntries(names.map((name) => [name, shown[name] ?? null])),
      baseETag: (opened?.baseETag ?? null) as ETag | null,
      references: [],
      savedAt: this.timers.clock.now(),
    });
    return saved.kind === 'saved' ? saved.change : null;
  }

  async #fetch(request: Request): Promise<Response> {
    const before = this.onRequest('before', request.method);
    if (before === 'closed') throw new TypeError('no way to the service');
    const response = await this.service.handle(request);
    const after = this.onRequest('after', request.method);
    if (after !== 'open') throw new TypeError('the answer was lost');
    for (const [value] of (await response.clone().text()).matchAll(/\w+ \d+/g)) this.heard.add(value);
    return response;
  }
}

/** Rows of the poor service as the client reads them: a lookup's value is the key of its row. */
export function expectedRows(service: PoorService, set: PoorSet): Record<string, Values> {
  return Object.fromEntries(
    service.rows(set).map((row) => {
      const { CustomerId } = row;
      const lookup = typeof CustomerId === 'number' ? { CustomerId: String(CustomerId) } : {};
      return [String(row.Id), { ...row, ...lookup } as Values];
    }),
  );
}
