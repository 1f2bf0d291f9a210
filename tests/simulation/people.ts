import { type Change, type ChangeId, type Decision, isNeverSent } from '../../src/core/change.ts';
import type { RowKey, Values } from '../../src/core/row.ts';
import { needsPerson } from '../../src/core/sendable.ts';
import type { Device } from './device.ts';
import { modelTables, wireName } from './service/tables.ts';
import { refusedText } from './service/writes.ts';
import type { Tab } from './tab.ts';

/** So often a person decides about one change before they give it up. */
const mostDecisions = 4;

/** A person at one device: what they do, they do by chance. */
export class Person {
  readonly device: Device;
  readonly number: number;
  readonly #isImpatient: boolean;
  readonly #decisions = new Map<ChangeId, number>();

  constructor(device: Device, number: number) {
    this.device = device;
    this.number = number;
    this.#isImpatient = device.world.choices.chance(0.5);
  }

  /** Acts, and acts again after a while, until faults stop. */
  live(): void {
    const { world } = this.device;
    const again = () => {
      if (world.isCalm) return;
      this.act();
      world.after(world.choices.between(0, 2) * world.settings.actEveryMs, `person ${this.number} acts`, again);
    };
    world.after(world.choices.between(0, 2_000), `person ${this.number} comes`, again);
  }

  /** After the faults: looks now and then, signs in, decides, and makes no more work. */
  tidyUp(): void {
    const { world } = this.device;
    const again = () => {
      const tab = this.#tabs().find((one) => one.isVisible) ?? this.#tabs()[0];
      if (tab === undefined) this.openTab();
      else {
        if (!tab.isVisible) tab.happen('visible');
        if (tab.isReady) this.#tidy(tab);
        else if (tab.isOverdue) tab.context.kill();
      }
      world.after(20_000, `person ${this.number} looks`, again);
    };
    again();
  }

  openTab(): Tab | null {
    const { device } = this;
    const hasSession = device.disk(device.account(this.number)).session.size > 0;
    if (hasSession) return device.openTab(this.number, null);
    const canSignIn = device.line === 'open' && device.service.ailment.kind === 'none';
    return canSignIn ? device.openTab(this.number, device.service.signIn(this.number)) : null;
  }

  #tabs(): readonly Tab[] {
    return this.device.tabs.filter(({ person }) => person === this.number);
  }

  act(): void {
    const { chance, pick, below } = this.device.world.choices;
    const tabs = this.#tabs();
    const seen = tabs.filter((tab) => tab.isVisible && tab.isReady);
    if (tabs.length === 0) {
      if (chance(0.6)) this.openTab();
      return;
    }
    if (seen.length === 0) {
      if (chance(0.5)) pick(tabs).happen('visible');
      return;
    }
    const tab = pick(seen);
    if (tab.isSignedOut && chance(0.5)) {
      this.#signIn(tab);
      return;
    }
    const dice = below(100);
    if (dice < 38) this.#edit(tab);
    else if (dice < 52) this.#create(tab);
    else if (dice < 60) this.#delete(tab);
    else if (dice < 74) this.#decide(tab);
    else if (dice < 76) void tab.choose(pick(modelTables).name, pick(['ask', 'mine', 'theirs'] as const));
    else if (dice < 81) void tab.call('sync now', null).catch(() => {});
    else if (dice < 90) tab.happen('hidden');
    else if (dice < 94) this.#close(tab);
    else if (dice < 98 && tabs.length < 3) this.openTab();
    else if (dice === 99 && chance(0.3)) this.#signOut();
  }

  #tidy(tab: Tab): void {
    const { world } = this.device;
    if (tab.isSignedOut) this.#signIn(tab);
    // What was deleted elsewhere may be found at a slower beat only; some people cannot wait for it.
    else if (this.#isImpatient && world.choices.chance(0.1)) void tab.call('sync now', null).catch(() => {});
    for (const change of tab.ledger.outbox().filter(needsPerson)) this.#decideAbout(tab, change);
  }

  #signIn(tab: Tab): void {
    const { device } = this;
    if (device.line !== 'open' || device.service.ailment.kind !== 'none') return;
    device.world.count('signed in again');
    void tab.call('renew session', { token: device.service.signIn(this.number), expiresAt: 0 }).catch(() => {});
  }

  #signOut(): void {
    this.device.world.count('signed out');
    for (const tab of this.#tabs()) {
      void tab.call('sign out', null).then(
        () => tab.context.kill(),
        () => {},
      );
    }
  }

  /** A page that is closed is hidden first, and has a moment left. */
  #close(tab: Tab): void {
    const { world } = this.device;
    tab.happen('hidden');
    world.after(world.choices.between(0, 40), `${tab.context.name} is closed`, () => {
      tab.happen('left');
      tab.context.kill();
    });
  }

  /** Rows that the person sees: base rows, and those they made. */
  #keys(tab: Tab, table: string): readonly RowKey[] {
    const { disk } = tab.ledger;
    const made = [...disk.outbox.values()].filter((change) => change.table === table && change.kind === 'create');
    return [...new Set([...(disk.rows.get(table)?.keys() ?? []), ...made.map(({ key }) => key)])].sort();
  }

  #values(tab: Tab, table: string, columns: number): { readonly values: Values; readonly targets: readonly RowKey[] } {
    const { world } = this.device;
    const { choices } = world;
    const definition = modelTables.find(({ name }) => name === table);
    const values: Record<string, Values[string]> = {};
    const targets: RowKey[] = [];
    for (let count = 0; count < columns; count += 1) {
      const column = choices.pick(definition?.columns ?? []);
      const name = wireName(column);
      if (column.type === 'Integer') values[name] = choices.below(5);
      else if (column.type === 'Lookup') {
        const keys = this.#keys(tab, column.target ?? '');
        values[name] = keys.length === 0 || choices.chance(0.2) ? null : choices.pick(keys);
        if (values[name] !== null) targets.push(values[name] as RowKey);
      } else if (choices.chance(0.03)) values[name] = refusedText;
      else values[name] = choices.chance(0.3) ? `v${choices.below(3)}` : `p${this.number} ${world.steps}`;
    }
    return { values, targets };
  }

  #create(tab: Tab): void {
    const { world, clockOffMs } = this.device;
    const table = world.choices.pick(modelTables).name;
    const { values, targets } = this.#values(tab, table, 1 + world.choices.below(3));
    void tab.save({
      id: world.choices.uuid() as ChangeId,
      kind: 'create',
      table,
      key: world.choices.uuid() as RowKey,
      values,
      oldValues: {},
      baseETag: null,
      references: targets.map((key) => ({ table: 'account', key })),
      savedAt: world.now + clockOffMs,
    });
  }

  #edit(tab: Tab): void {
    void this.#openAndSave(tab, 'update');
  }

  #delete(tab: Tab): void {
    void this.#openAndSave(tab, 'delete');
  }

  /** Opens a row, thinks, and saves what was made of what was shown. */
  async #openAndSave(tab: Tab, kind: 'update' | 'delete'): Promise<void> {
    const { world, clockOffMs } = this.device;
    const { choices } = world;
    const table = choices.pick(modelTables).name;
    const keys = this.#keys(tab, table);
    if (keys.length === 0) return;
    const key = choices.pick(keys);
    const opened = await tab.row({ table, key }).catch(() => null);
    if (opened === null || opened.isDeleteWaiting) return;
    const thinksMs = choices.chance(0.7) ? choices.between(100, 3_000) : choices.between(3_000, 60_000);
    await new Promise<void>((resolve) => tab.context.deliver(thinksMs, 'saves', resolve));
    const shown = opened.seen.values;
    const { values, targets } =
      kind === 'delete' ? { values: {}, targets: [] } : this.#values(tab, table, 1 + choices.below(2));
    const oldValues =
      kind === 'delete' ? shown : Object.fromEntries(Object.keys(values).map((name) => [name, shown[name] ?? null]));
    const edit = {
      id: choices.uuid() as ChangeId,
      kind,
      table,
      key,
      values,
      oldValues,
      baseETag: opened.baseETag,
      references: targets.map((target) => ({ table: 'account', key: target })),
      savedAt: world.now + clockOffMs,
    };
    await tab.save(edit);
  }

  #decide(tab: Tab): void {
    const { chance } = this.device.world.choices;
    const outbox = tab.ledger.outbox();
    const unsent = outbox.filter(isNeverSent);
    if (unsent.length > 0 && chance(0.15))
      return void tab.decide(this.device.world.choices.pick(unsent).id, { kind: 'drop' });
    const waiting = outbox.filter(needsPerson);
    if (waiting.length > 0) this.#decideAbout(tab, this.device.world.choices.pick(waiting));
  }

  #decideAbout(tab: Tab, change: Change): void {
    const times = (this.#decisions.get(change.id) ?? 0) + 1;
    this.#decisions.set(change.id, times);
    if (times > mostDecisions) void tab.decide(change.id, { kind: 'drop' });
    else void this.#decision(tab, change).then((decision) => tab.decide(change.id, decision));
  }

  async #decision(tab: Tab, change: Change): Promise<Decision> {
    const { choices } = this.device.world;
    const kind = choices.pick(['retry', 'retry', 'drop', 'revise'] as const);
    if (kind !== 'revise') return { kind };
    if (change.kind === 'delete') return { kind: 'retry' };
    const { values, targets } = this.#values(tab, change.table, 1 + choices.below(2));
    const references = targets.map((key) => ({ table: 'account', key }));
    // A conflict is decided on its own screen, which shows what stands in it; a parked change in the row's form.
    const opened = change.state.kind === 'conflict' ? null : await tab.row(change).catch(() => null);
    if (opened === null) return { kind, values, references };
    const oldValues = Object.fromEntries(Object.keys(values).map((name) => [name, opened.seen.values[name] ?? null]));
    return { kind, values, references, shown: { oldValues, baseETag: opened.baseETag } };
  }
}
