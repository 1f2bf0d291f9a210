import { handOverWhenHidden } from '../../src/app/handing-over.ts';
import type { ChangeId, Decision, Edit } from '../../src/core/change.ts';
import type { SyncState } from '../../src/core/facts.ts';
import type { RowAddress } from '../../src/core/row.ts';
import type { Account } from '../../src/core/session.ts';
import type { ConflictPolicy } from '../../src/core/table-settings.ts';
import type { OpenedRow } from '../../src/core/view.ts';
import type { DataCall, DataCalls } from '../../src/messages/data-calls.ts';
import type { PageEvent } from '../../src/platform/page-life.ts';
import { Engine } from '../../src/sync/engine.ts';
import { CheckDesk } from '../../src/workers/check-desk.ts';
import { type CallsOfOpenDatabase, DataSession } from '../../src/workers/data-session.ts';
import { createFakePageLife } from '../fakes/page-life.ts';
import { Context } from './context.ts';
import type { Device } from './device.ts';
import type { Ledger } from './laws/ledger.ts';
import { openParts, seenIn } from './product.ts';

const intervalMs = 5 * 60_000;

/** So long a person looks at an app that does not open. */
const patienceMs = 60_000;

/** One page with its data worker, as the person has it open. */
export class Tab {
  readonly device: Device;
  readonly person: number;
  readonly context: Context;
  readonly #life = createFakePageLife();
  readonly #account: Account;
  readonly #openedAt: number;
  #session: DataSession | null = null;
  #state: SyncState | null = null;
  isVisible = true;

  constructor(
    device: Device,
    opening: { readonly person: number; readonly token: string | null; readonly name: string },
  ) {
    this.device = device;
    this.person = opening.person;
    this.context = new Context(device.world, opening.name);
    this.#account = device.account(opening.person);
    this.#openedAt = device.world.now;
    this.#handOver();
    // What cannot be opened is shown as a breakdown; the person closes it and comes again.
    this.#open(opening.token).catch(() => this.context.kill());
  }

  get ledger(): Ledger {
    return this.device.oracle.ledgerOf(this.device.disk(this.#account));
  }

  get isReady(): boolean {
    return this.#session !== null && this.context.isAlive && !this.context.isFrozen;
  }

  /** It does not come to show anything: whoever looks at it loads it anew. */
  get isOverdue(): boolean {
    return this.#session === null && this.device.world.now - this.#openedAt > patienceMs;
  }

  /** As the page shows it: whoever is signed out is asked to sign in. */
  get isSignedOut(): boolean {
    return this.#state?.activity.kind === 'signed out';
  }

  async #open(token: string | null): Promise<void> {
    const { device, context } = this;
    const account = this.#account;
    await device.directory.saveSeenIn(seenIn);
    await device.directory.saveAccount(account);
    await device.directory.setCurrent(account.database);
    const parts = await openParts(device, context, { account, host: 'data worker' });
    const session = new DataSession({
      ...parts,
      account,
      unreadable: [],
      post: (event) => {
        if (event.kind === 'state changed') this.#state = event.state;
      },
      makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
      makeCheck: (onProgress) => new CheckDesk(parts, { intervalMs, onProgress }),
    });
    await session.begin({
      account,
      session: token === null ? null : { token, expiresAt: 0 },
      locale: 'en',
      settings: { portionRows: 1_000, intervalMs },
      seenIn,
    });
    this.#session = session;
    device.worker.tell(context, { kind: 'visible', database: account.database });
  }

  /** The page asks its data worker. */
  call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
    return new Promise((resolve, reject) => {
      this.context.deliver(0, `is asked to ${call}`, () => {
        if (this.#session === null) return reject(new Error('nobody is signed in'));
        const answered = this.#session.answer(call as CallsOfOpenDatabase, input as never);
        answered.then((output) => resolve(output as DataCalls[Call]['out']), reject);
      });
    });
  }

  happen(event: PageEvent): void {
    if (event === 'visible') this.isVisible = true;
    if (event === 'hidden') this.isVisible = false;
    this.context.receive(`page ${event}`, () => this.#life.happen(event));
  }

  row(address: RowAddress): Promise<OpenedRow | null> {
    return this.call('row', address);
  }

  /** Saves an edit; what went wrong is said to the person, who may say the same once more. */
  async save(edit: Edit): Promise<void> {
    const { ledger, device } = this;
    const act = { kind: 'edit', edit } as const;
    ledger.acts.add(act);
    this.context.onDeath(() => ledger.acts.delete(act));
    try {
      const saved = await this.call('edit', edit);
      if (saved.kind === 'saved' && !ledger.changes.has(saved.change.id)) {
        device.world.violate(1, `${ledger.name} was told that ${edit.id} is saved, and it never was`);
      }
      device.world.count(`saved: ${edit.kind}`);
      void this.device.sync.register();
    } catch {
      device.world.count('not saved');
    } finally {
      ledger.acts.delete(act);
    }
  }

  async decide(changeId: ChangeId, decision: Decision): Promise<void> {
    const { ledger } = this;
    const act = { kind: 'decision', changeId, decision } as const;
    ledger.acts.add(act);
    this.context.onDeath(() => ledger.acts.delete(act));
    try {
      await this.call('decide', { changeId, decision });
      void this.device.sync.register();
    } catch {
      // It does not wait for a decision any more, or could not be stored: shown, and asked again.
    } finally {
      ledger.acts.delete(act);
    }
  }

  /** How conflicts of a table are settled from now on. */
  async choose(table: string, conflicts: ConflictPolicy): Promise<void> {
    this.ledger.policies.add(`${table}: ${conflicts}`);
    this.device.world.count(`policy: ${conflicts}`);
    await this.call('save table settings', { table, conflicts, intervalMs: null }).catch(() => {});
  }

  #handOver(): void {
    const { device, context } = this;
    handOverWhenHidden({
      life: this.#life,
      line: { call: (call, input) => this.call(call, input), onEvent: () => () => {} },
      doorbell: { ring: () => device.sync.register(), isRung: async () => device.sync.isWaiting },
      tell: (words) => {
        if (words.kind !== 'accept update') device.worker.tell(context, words);
      },
      database: () => (this.#session === null ? null : this.#account.database),
      canHandOver: () => device.settings.hasBackgroundSync,
      state: () => this.#state,
    });
  }
}
