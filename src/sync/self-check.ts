import type { Attempt, Failure } from '../core/failure.ts';
import { outcomeOfPull } from '../core/outcome.ts';
import type { RowKey } from '../core/row.ts';
import {
  type CheckProgress,
  type Difference,
  differencesIn,
  keysToRepair,
  mostNamed,
  type TableCheck,
} from '../core/self-check.ts';
import type { TableDefinition } from '../core/table.ts';
import { type Comparing, type Comparison, compareTable, keysAtOnce, lookAgain, readRows } from './compare-table.ts';
import { runCycle } from './cycle.ts';
import { endsCycle, type Hindrance, hindranceOf } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';
import { pullTable } from './pull.ts';
import { push } from './push.ts';

type Running = Extract<CheckProgress, { readonly kind: 'running' }>;

/** A check, or a repair, in the hands of whoever holds the exclusive right. */
export interface Checking {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly intervalMs: number;
  readonly report: (progress: Partial<Running>) => void;
}

/**
 * Compares every table with the service. First everything is brought up to date, so that what others changed is no
 * difference; what was saved meanwhile is sent between the tables. Each table's outcome is stored as it comes: stopped
 * anywhere, the check begins anew and has lost nothing. Resolves as a cycle does.
 */
export async function checkDevice(checking: Checking): Promise<Hindrance | null> {
  const { parts, holder, intervalMs, report } = checking;
  report({ doing: 'bringing up to date' });
  const behind = await runCycle(parts, holder, { trigger: 'sync now', intervalMs });
  if (behind !== null && endsCycle(behind)) return behind;
  const tables = await parts.store.tables();
  const setAside = new Set<string>();
  let met: Hindrance | null = null;
  for (const [index, table] of tables.entries()) {
    throwIfStopped(holder.signal);
    report({ doing: 'comparing', table: table.name, tablesDone: index, tables: tables.length });
    const hindrance = await checkTable(checking, table);
    if (hindrance !== null && endsCycle(hindrance)) return hindrance;
    met = hindrance ?? met;
    const unsent = await push(parts, holder, setAside);
    if (unsent !== null && endsCycle(unsent)) return unsent;
  }
  return met;
}

/** A table that the service refuses is told of, and holds up no other. */
async function checkTable(checking: Checking, table: TableDefinition): Promise<Hindrance | null> {
  const { parts, holder, report } = checking;
  let rows = 0;
  const onRows = (count: number) => {
    rows += count;
    report({ rowsCompared: rows });
  };
  const comparing: Comparing = { parts, holder, table, onRows };
  const compared = await compareTable(comparing);
  if (!compared.ok) return await refused(comparing, compared.failure);
  const { differences } = compared.value;
  const confirmed =
    differences.size === 0 ? compared.value.differences : await confirm(checking, comparing, differences);
  if ('failure' in confirmed) return await refused(comparing, confirmed.failure);
  await parts.store.commitCheck(holder.stamp(), {
    ...nothing(comparing),
    rowsCompared: compared.value.rows,
    ...byKind(confirmed),
    names: await namesOf(comparing, [...confirmed.keys()].slice(0, mostNamed)),
  });
  return null;
}

type Confirmed = Comparison['differences'] | { readonly failure: Failure };

async function confirm(
  { parts, holder, report }: Checking,
  comparing: Comparing,
  differences: Comparison['differences'],
): Promise<Confirmed> {
  report({ doing: 'looking again' });
  // What others changed while the table was read comes with a pull, where the service tells of changes.
  const position = (await parts.store.checkpoint(comparing.table.name))?.position;
  const mayFollow = position !== undefined && position.kind !== 'complete' && position.kind !== 'reading';
  if (mayFollow) await pullTable({ parts, holder, table: comparing.table, trigger: 'sync now' }, async () => null);
  const still: Attempt<Comparison['differences']> = await lookAgain(comparing, differences);
  return still.ok ? still.value : still;
}

function nothing({ parts, table }: Comparing): TableCheck {
  return {
    table: table.name,
    at: parts.clock.now(),
    rowsCompared: 0,
    missing: [],
    excess: [],
    different: [],
    names: {},
    problem: null,
    isRepaired: false,
  };
}

function byKind(differences: ReadonlyMap<RowKey, Difference>): Pick<TableCheck, Difference> {
  const of = (kind: Difference) => [...differences].filter(([, found]) => found === kind).map(([key]) => key);
  return { missing: of('missing'), excess: of('excess'), different: of('different') };
}

/** The name of a row that is not here has to be asked for; the others are named from here. */
async function namesOf(comparing: Comparing, keys: readonly RowKey[]): Promise<TableCheck['names']> {
  const { parts, table } = comparing;
  const here = await parts.store.baseRows(table.name, keys);
  const absent = keys.filter((_, index) => here[index] === null);
  const there = new Map<RowKey, string>();
  for (const some of keysAtOnce(absent)) {
    const read = await readRows(comparing, some);
    for (const [key, { values }] of read.ok ? read.value : []) there.set(key, String(values[table.nameColumn] ?? ''));
  }
  const named = keys.map((key, index) => [key, there.get(key) ?? String(here[index]?.values[table.nameColumn] ?? '')]);
  return Object.fromEntries(named.filter(([, name]) => name !== ''));
}

async function refused(comparing: Comparing, failure: Failure): Promise<Hindrance> {
  const { parts, holder } = comparing;
  throwIfStopped(holder.signal);
  const problem = failure.message;
  const hindrance = hindranceOf(outcomeOfPull(failure, 'plain read'), failure) ?? { kind: 'table', problem };
  if (!endsCycle(hindrance)) await parts.store.commitCheck(holder.stamp(), { ...nothing(comparing), problem });
  return hindrance;
}

/**
 * Reads the rows that differed once more and puts them in place; one that is not there goes. Unsent work is laid over
 * them as before.
 */
export async function repairDevice(checking: Checking): Promise<Hindrance | null> {
  const { parts, holder, report } = checking;
  const [tables, { checks }] = [await parts.store.tables(), await parts.store.facts()];
  const damaged = checks.filter((check) => !check.isRepaired && differencesIn(check) > 0);
  for (const [index, check] of damaged.entries()) {
    const table = tables.find(({ name }) => name === check.table);
    if (table === undefined) continue;
    report({ doing: 'repairing', table: table.name, tablesDone: index, tables: damaged.length });
    for (const keys of keysAtOnce(keysToRepair(check))) {
      throwIfStopped(holder.signal);
      const failure = await repairRows({ parts, holder, table }, keys);
      if (failure === null) continue;
      const problem = failure.message;
      return hindranceOf(outcomeOfPull(failure, 'plain read'), failure) ?? { kind: 'table', problem };
    }
    await parts.store.commitCheck(holder.stamp(), { ...check, isRepaired: true });
  }
  return null;
}

async function repairRows(comparing: Omit<Comparing, 'onRows'>, keys: readonly RowKey[]): Promise<Failure | null> {
  const { parts, holder, table } = comparing;
  for (;;) {
    const askedAt = await parts.store.commitNumber();
    const read = await readRows(comparing, keys);
    if (!read.ok) return read.failure;
    const rows = [...read.value.values()];
    const removals = keys.filter((key) => !read.value.has(key));
    const epoch = parts.service.namedEpoch();
    const repair = { table: table.name, rows, removals, askedAt, epoch };
    const landing = await parts.store.commitRepair(holder.stamp(), repair);
    if (landing === 'landed') return null;
  }
}
