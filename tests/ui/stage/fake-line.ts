import type { Change, Saved } from '../../../src/core/change.ts';
import { decided } from '../../../src/core/decide.ts';
import type { Draft } from '../../../src/core/draft.ts';
import { dropping } from '../../../src/core/drop.ts';
import type { ETag, RowAddress, RowKey } from '../../../src/core/row.ts';
import type { OpenedRow, SearchHit, SeenRow, ViewQuery } from '../../../src/core/view.ts';
import type { DataCall, DataCalls, DataEvent, DataLine } from '../../../src/messages/data-calls.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { fakeKey, fakeRow } from './fake-rows.ts';
import { fakeState, rowsHere } from './fake-state.ts';
import { type Levers, stageNow } from './levers.ts';

/** A data worker in memory: rows by number, searched and ordered only as far as a look at the screens needs it. */
export class FakeLine implements DataLine {
  readonly levers: Levers;
  readonly #views = new Map<number, { readonly query: ViewQuery; readonly places: readonly number[] | null }>();
  readonly #listeners = new Set<(event: DataEvent) => void>();
  #viewIds = 0;
  #isAway = false;
  #outbox: readonly Change[];

  constructor(levers: Levers) {
    this.levers = levers;
    this.#outbox = fakeOutbox(levers.outbox);
  }

  onEvent(listener: (event: DataEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
    return this.#answer(call, input) as DataCalls[Call]['out'];
  }

  #answer(call: DataCall, input: unknown): unknown {
    switch (call) {
      case 'open view': {
        const query = input as ViewQuery;
        this.#viewIds += 1;
        this.#views.set(this.#viewIds, { query, places: this.#places(query) });
        return { viewId: this.#viewIds, total: this.#total(this.#viewIds) };
      }
      case 'window':
        return this.#window(input as DataCalls['window']['in']);
      case 'row':
        return this.#row(input as RowAddress);
      case 'search':
        return this.#search(input as DataCalls['search']['in']);
      case 'related':
        return this.#related(input as DataCalls['related']['in']);
      case 'edit together':
        return (input as DataCalls['edit together']['in']).map((edit) => this.#edit(edit));
      case 'edit':
        return this.#edit(input as DataCalls['edit']['in']);
      case 'write escrow':
        return { name: 'landfall-unsent-2026-11-25-0942.json', text: '', changes: this.#outbox.length };
      case 'draft':
        return this.levers.draft === 'none' ? null : draftOf(input as RowAddress, this.levers);
      case 'save draft':
        return this.#goAway();
      case 'decide':
        return this.#decide(input as DataCalls['decide']['in']);
      default:
        return null;
    }
  }

  #places(query: ViewQuery): readonly number[] | null {
    if (query.search === '') return null;
    const count = rowsHere(this.levers, query.table);
    const wanted = query.search.toLowerCase();
    return Array.from({ length: count }, (_, n) => n).filter((n) =>
      nameOf(query.table, n).toLowerCase().includes(wanted),
    );
  }

  #total(viewId: number): number {
    const view = this.#views.get(viewId);
    if (view === undefined) return 0;
    return view.places?.length ?? rowsHere(this.levers, view.query.table);
  }

  #window({ viewId, from, count }: DataCalls['window']['in']): DataCalls['window']['out'] {
    const view = this.#views.get(viewId);
    const total = this.#total(viewId);
    const rows: SeenRow[] = [];
    for (let place = from; view !== undefined && place < Math.min(total, from + count); place += 1) {
      const turned = view.query.direction === 'descending' ? total - 1 - place : place;
      rows.push(this.#seen(view.query.table, view.places?.[turned] ?? turned));
    }
    return { total, rows };
  }

  #seen(table: string, n: number): SeenRow {
    const row = fakeRow(table, n);
    const change = this.#outbox.find((candidate) => candidate.table === table && candidate.key === row.key);
    if (change === undefined) return row;
    const needsYou = change.state.kind === 'parked' || change.state.kind === 'conflict';
    const mark = needsYou ? 'needs you' : change.state.kind === 'pending' ? 'waiting' : 'sending';
    return { ...row, mark, values: { ...row.values, ...change.values } };
  }

  #row(address: RowAddress): OpenedRow | null {
    const n = Number.parseInt(address.key.slice(-12), 16);
    if (this.#isAway) return null;
    const isHere = n < 9000 && fakeKey(address.table, n) === address.key;
    const changes = this.#outbox.filter((change) => change.table === address.table && change.key === address.key);
    const created = changes.find((change) => change.kind === 'create');
    if (!isHere && created === undefined) return null;
    const seen = isHere
      ? this.#seen(address.table, n)
      : { key: address.key, mark: 'waiting' as const, lookupNames: {}, values: created?.values ?? {} };
    return {
      address,
      seen,
      baseETag: created === undefined ? ('W/"1001"' as ETag) : null,
      base: isHere ? fakeRow(address.table, n).values : null,
      changes,
      isDeleteWaiting: changes.some((change) => change.kind === 'delete'),
    };
  }

  #goAway(): null {
    if (!this.levers.goesAway || this.#isAway) return null;
    this.#isAway = true;
    return this.#tell();
  }

  #decide({ changeId, decision }: DataCalls['decide']['in']): null {
    const change = this.#outbox.find(({ id }) => id === changeId);
    if (change === undefined) throw new Error('no such change');
    const { tables } = fakeState(this.levers).facts;
    if (decision.kind === 'drop') {
      const { removed, altered } = dropping(this.#outbox, change, tables);
      this.#outbox = this.#outbox
        .filter((one) => !removed.includes(one))
        .map((one) => altered.find(({ id }) => id === one.id) ?? one);
    } else {
      const table = tables.find(({ name }) => name === change.table) ?? null;
      const next = decided(change, decision, { table, whole: (wanted) => wanted.values });
      this.#outbox = this.#outbox.flatMap((one) => (one === change ? (next === null ? [] : [next]) : [one]));
    }
    return this.#tell();
  }

  #tell(): null {
    const state = fakeState(this.levers);
    const event = {
      kind: 'state changed',
      state: { ...state, facts: { ...state.facts, outbox: this.#outbox } },
    } as const;
    for (const listener of this.#listeners) listener(event);
    return null;
  }

  #search({ text, tables, limit }: DataCalls['search']['in']): readonly SearchHit[] {
    const wanted = text.toLowerCase();
    return tables.flatMap((table) =>
      Array.from({ length: Math.min(400, rowsHere(this.levers, table)) }, (_, n) => ({
        table,
        key: fakeKey(table, n),
        name: nameOf(table, n),
      }))
        .filter((hit) => hit.name.toLowerCase().includes(wanted))
        .slice(0, limit),
    );
  }

  #related({ address, relation }: DataCalls['related']['in']): readonly SeenRow[] {
    const count = Math.min(400, rowsHere(this.levers, relation.table));
    return Array.from({ length: count }, (_, n) => this.#seen(relation.table, n)).filter(
      (row) => row.values[relation.lookupColumn] === address.key,
    );
  }

  #edit(edit: DataCalls['edit']['in']): Saved {
    const { references: _, ...rest } = edit;
    const change: Change = {
      ...rest,
      order: this.#outbox.length + 1,
      dependsOn: [],
      attempts: 0,
      state: { kind: 'pending' },
      lastAnswer: null,
      group: edit.group ?? null,
      merge: null,
      origin: 'here',
    };
    this.#outbox = [...this.#outbox, change];
    return { kind: 'saved', change };
  }
}

function nameOf(table: string, n: number): string {
  const { values } = fakeRow(table, n);
  return String(values['lf_name'] ?? values['name'] ?? values['fullname'] ?? '');
}

function draftOf(address: RowAddress, { draft }: Levers): Draft {
  const row = fakeRow(address.table, Number.parseInt(address.key.slice(-12), 16)).values;
  const older = { ...row, lf_visits: 1, lf_status: 2, _lf_account_value: fakeKey('account', 3) };
  return {
    table: address.table,
    key: address.key as RowKey,
    isNew: address.key === 'new',
    baseETag: address.key === 'new' ? null : ('W/"1000"' as ETag),
    base: draft === 'of an older row' ? older : null,
    values: { lf_notes: 'Half a sentence that was', lf_visits: '3' },
    savedAt: stageNow - 1_800_000,
  };
}
