import { signIn } from '../../../src/auth/sign-in.ts';
import type { ChangeId } from '../../../src/core/change.ts';
import type { RowKey, Values } from '../../../src/core/row.ts';
import type { Environment } from '../../../src/core/session.ts';
import type { TableDefinition } from '../../../src/core/table.ts';
import type { Random } from '../../../src/platform/platform.ts';
import { dialectFor } from '../../../src/service/dialects/dialect-for.ts';
import type { FetchInit } from '../../../src/service/fetcher.ts';
import { createODataClient } from '../../../src/service/odata-client.ts';
import { MemoryDisk } from '../../../src/storage/memory/memory-disk.ts';
import { MemoryStore } from '../../../src/storage/memory-store.ts';
import type { SyncParts } from '../../../src/sync/parts.ts';
import { createPushPace } from '../../../src/sync/push-pace.ts';
import { createLockSpace } from '../../fakes/locks.ts';
import { createManualTimers } from '../../fakes/timers.ts';
import { base, type TestService } from '../service-fixture.ts';

const environment: Environment = { id: 'demo', name: 'Demo', url: `${base}/`, dialect: 'dataverse' };
const never = new AbortController().signal;

/** One answer in so many is lost after the service did what was asked. */
const lostOneIn = 12;

/** A device with the whole engine and the real client; its service is in this process, on the test's database. */
export class EngineDevice {
  readonly parts: SyncParts;
  losesAnswers = false;
  answersLost = 0;
  readonly #service: TestService;
  readonly #random: Random;

  static async signIn(service: TestService, name: string, random: Random): Promise<EngineDevice> {
    const plain = async (url: string, init: object) => await service.app.request(url, init);
    const result = await signIn(environment, { name, password: `${name}-landfall` }, plain, never);
    if (result.kind !== 'signed in') throw new Error(result.sentence);
    return new EngineDevice(service, random, result);
  }

  private constructor(
    service: TestService,
    random: Random,
    person: {
      readonly session: { readonly token: string };
      readonly person: { readonly id: string; readonly name: string };
    },
  ) {
    this.#service = service;
    this.#random = random;
    const timers = createManualTimers();
    const hints = { send: () => {}, listen: () => () => {}, close: () => {} };
    const store = new MemoryStore({
      name: `landfall:${person.person.id}`,
      disk: new MemoryDisk(),
      hints,
      newId: () => random.uuid(),
      locale: 'en',
    });
    this.parts = {
      store,
      service: createODataClient({
        environment,
        dialect: dialectFor(environment, person.person),
        fetcher: (url, init) => this.#fetch(url, init),
        token: async () => person.session.token,
        portionRows: 50,
        requestTimeoutMs: 60_000,
        clock: timers.clock,
        timers,
        knownTables: () => store.tables(),
      }),
      locks: createLockSpace().openContext(),
      network: { isSurelyOffline: () => false },
      clock: timers.clock,
      timers,
      pace: createPushPace(),
      random,
    };
  }

  /** A person changes, deletes or makes a contact as they see it. */
  async editSomething(columns: readonly string[], upTo: (count: number) => number): Promise<void> {
    const { store } = this.parts;
    const view = await store.openView({ table: 'contact', sortColumn: 'fullname', direction: 'ascending', search: '' });
    const [row] = await view.window(upTo(view.total()), 1);
    view.close();
    const what = upTo(10);
    const opened = row && (await store.row({ table: 'contact', key: row.key }));
    if (what === 0 || !row || !opened)
      return await this.#save('create', this.#random.uuid() as RowKey, { fullname: 'Made' });
    if (what === 1) return await this.#save('delete', row.key, {});
    await this.#save('update', row.key, { [columns[upTo(columns.length)] ?? 'jobtitle']: this.#random.uuid() });
  }

  async #save(kind: 'create' | 'update' | 'delete', key: RowKey, values: Values): Promise<void> {
    const opened = await this.parts.store.row({ table: 'contact', key });
    const shown = opened?.seen.values ?? {};
    const oldValues =
      kind === 'delete' ? shown : Object.fromEntries(Object.keys(values).map((name) => [name, shown[name] ?? null]));
    await this.parts.store.commitEdit({
      id: this.#random.uuid() as ChangeId,
      kind,
      table: 'contact',
      key,
      values,
      oldValues: kind === 'create' ? {} : oldValues,
      baseETag: kind === 'create' ? null : (opened?.baseETag ?? null),
      references: [],
      savedAt: this.parts.clock.now(),
    });
  }

  /** ETags by key, as this device has them. */
  async rowsHere(table: TableDefinition): Promise<Record<string, unknown>> {
    const view = await this.parts.store.openView({
      table: table.name,
      sortColumn: table.nameColumn,
      direction: 'ascending',
      search: '',
    });
    const seen = await view.window(0, view.total());
    view.close();
    return Object.fromEntries(seen.map(({ key, values }) => [key, values]));
  }

  /** The same, as the service answers this person. */
  async rowsThere(table: TableDefinition): Promise<Record<string, unknown>> {
    const rows: Record<string, unknown> = {};
    let asked = await this.parts.service.readFirst(table, 'full read', never);
    for (;;) {
      if (!asked.ok) throw new Error(asked.failure.message);
      for (const row of asked.value.rows) rows[row.key] = row.values;
      if (asked.value.next === null) return rows;
      asked = await this.parts.service.readOn(table, asked.value.next, never);
    }
  }

  async #fetch(url: string, init: FetchInit): Promise<Response> {
    const response = await this.#service.app.request(url, init);
    if (!this.losesAnswers || this.#random.fraction() > 1 / lostOneIn) return response;
    this.answersLost += 1;
    throw new TypeError('the connection was cut');
  }
}
