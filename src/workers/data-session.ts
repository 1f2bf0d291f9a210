import type { Edit, Saved } from '../core/change.ts';
import type { SyncState } from '../core/facts.ts';
import type { Account } from '../core/session.ts';
import type { Trouble } from '../core/trouble.ts';
import type { DataCall, DataCalls, DataEvent, OpenDatabase } from '../messages/data-calls.ts';
import type { Clock, Timers } from '../platform/platform.ts';
import type { Store } from '../storage/store.ts';
import type { DeviceReporter } from '../sync/device-reporter.ts';
import type { Engine } from '../sync/engine.ts';
import type { PushPace } from '../sync/push-pace.ts';
import type { CheckDesk } from './check-desk.ts';
import { complaints } from './complaints.ts';
import { EscrowDesk } from './escrow-desk.ts';
import { OpenViews } from './open-views.ts';
import { StateReport } from './state-report.ts';

export type CallsOfOpenDatabase = Exclude<DataCall, 'remembered' | 'remember environments' | 'open' | 'rescue escrow'>;

/** One opened database of this tab: answers the page's calls from the store and steers the engine. */
export class DataSession {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #views: OpenViews;
  readonly #report: StateReport;
  readonly #reporter: DeviceReporter | null;
  readonly #complain: (trouble: Trouble | null) => void;
  readonly #escrow: EscrowDesk;
  readonly #check: CheckDesk;
  readonly #stopListening: () => void;

  constructor(parts: {
    readonly account: Account;
    readonly store: Store;
    readonly clock: Clock;
    readonly timers: Timers;
    readonly pace: PushPace;
    readonly unreadable: readonly string[];
    readonly post: (event: DataEvent) => void;
    readonly makeEngine: (onActivity: () => void) => Engine;
    /** Absent where nothing tells the service of this device. */
    readonly makeReporter?: (onCanary: () => void) => DeviceReporter;
    readonly makeCheck: (onProgress: () => void) => CheckDesk;
  }) {
    const { store, post } = parts;
    this.#store = store;
    this.#escrow = new EscrowDesk(parts);
    this.#views = new OpenViews(store, (viewId, total) => post({ kind: 'view changed', viewId, total }));
    this.#reporter = parts.makeReporter?.(() => this.#report.changed()) ?? null;
    const canary = () => this.#reporter?.canary() ?? ({ kind: 'not asked' } as const);
    const own = { activity: () => this.#engine.activity(), check: () => this.#check.progress() };
    this.#report = new StateReport({ ...parts, canary }, own, {
      report: (state: SyncState) => post({ kind: 'state changed', state }),
      complain: complaints('state', post),
    });
    // Told apart from the state, which cannot be read while the database hangs.
    this.#complain = complaints('cycle', post);
    this.#engine = parts.makeEngine(() => {
      this.#complain(this.#engine.trouble());
      this.#report.changed();
    });
    this.#check = parts.makeCheck(() => this.#report.changed());
    this.#stopListening = store.onCommit(() => this.#report.changed());
  }

  /** The first cycle of this tab. */
  async begin(opening: OpenDatabase): Promise<void> {
    if (opening.session !== null) await this.#store.saveSession(opening.session);
    this.#report.changed();
    this.#engine.trigger(opening.session === null ? 'opened' : 'signed in');
  }

  /** Nothing is told from now on; a running cycle ends at its next step, and says so in the wake log. */
  async close(): Promise<void> {
    this.#stopListening();
    this.#reporter?.close();
    this.#report.stop();
    this.#views.closeAll();
    await Promise.all([this.#engine.pause(), this.#check.stop()]);
    this.#engine.close();
    this.#complain(null);
    this.#store.close();
  }

  readonly #answers: {
    readonly [Call in CallsOfOpenDatabase]: (input: DataCalls[Call]['in']) => Promise<DataCalls[Call]['out']>;
  } = {
    'open view': (query) => this.#views.open(query),
    window: ({ viewId, from, count }) => this.#views.window(viewId, from, count),
    'close view': async ({ viewId }) => {
      this.#views.close(viewId);
      return null;
    },
    row: (address) => this.#store.row(address),
    related: ({ address, relation }) => this.#store.related(address, relation),
    search: ({ text, tables, limit }) => this.#store.search(text, tables, limit),
    edit: (edit) => this.#edit(edit),
    'edit together': async (edits) => {
      const [only, ...others] = edits;
      if (only !== undefined && others.length === 0) return [await this.#edit(only)];
      const saved = await this.#store.commitEdits(edits);
      this.#report.atOnce();
      this.#engine.trigger('edit');
      return saved;
    },
    decide: async ({ changeId, decision }) => {
      await this.#store.commitDecision(changeId, decision);
      this.#report.atOnce();
      this.#engine.trigger('edit');
      return null;
    },
    'save table settings': async (settings) => {
      await this.#store.saveTableSettings(settings);
      this.#report.atOnce();
      // What is due by the new interval; and the alarm goes by it from now on.
      this.#engine.trigger('interval');
      return null;
    },
    'write escrow': () => this.#escrow.write(),
    'read escrow': (text) => this.#escrow.read(text),
    'import escrow': async (text) => {
      const outcome = await this.#escrow.import(text);
      this.#report.atOnce();
      this.#engine.trigger('edit');
      return outcome;
    },
    'dismiss notice': async ({ id }) => {
      await this.#store.dismissNotice(id);
      this.#report.atOnce();
      return null;
    },
    'save draft': async (draft) => {
      await this.#store.saveDraft(draft);
      return null;
    },
    draft: (address) => this.#store.draft(address),
    'delete draft': async (address) => {
      await this.#store.deleteDraft(address);
      return null;
    },
    'check device': async (what) => {
      this.#check.start(what);
      return null;
    },
    'stop check': async () => {
      await this.#check.stop();
      return null;
    },
    'sync now': async () => {
      this.#engine.trigger('sync now');
      return null;
    },
    'renew session': async (session) => {
      await this.#store.saveSession(session);
      this.#engine.trigger('signed in');
      return null;
    },
    'sign out': async () => {
      await Promise.all([this.#engine.pause(), this.#check.stop()]);
      await this.#store.deleteSession();
      return null;
    },
    life: async ({ now, mayHandOver }) => {
      if (now === 'visible' || now === 'hidden') {
        this.#engine.setSeen(now === 'visible');
        this.#store.setWatched(now === 'visible');
        this.#report.setWatched(now === 'visible');
      }
      if (now === 'online') this.#engine.trigger('online');
      if (now === 'visible') this.#engine.resume('visible');
      if (now === 'focused') this.#engine.look();
      if (now === 'hidden') void this.#reporter?.look();
      if (now === 'hidden' && mayHandOver) await Promise.all([this.#engine.pause(), this.#check.stop()]);
      return null;
    },
  };

  answer<Call extends CallsOfOpenDatabase>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
    return this.#answers[call](input);
  }

  async #edit(edit: Edit): Promise<Saved> {
    const saved = await this.#store.commitEdit(edit);
    this.#report.atOnce();
    this.#engine.trigger('edit');
    return saved;
  }
}
