import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DemoCounts, demoCounts } from '../../server/demo/demo-counts.ts';
import type { DemoRow } from '../../server/demo/demo-source.ts';
import { demoParts } from '../../server/demo/fill.ts';
import { demoOwners } from '../../server/demo/people.ts';
import { servicedAssets } from '../../server/demo/rows/work-order-row.ts';
import { assetsServiced, companyTables, demoTables } from '../../server/demo/tables/demo-tables.ts';
import { parseColumnValue } from '../../server/odata/column-value.ts';
import { isLookup, type Table, tableNamed, targetColumn } from '../../server/odata/table.ts';

const whole = demoCounts(1);

function make(counts: DemoCounts): ReadonlyMap<string, readonly DemoRow[]> {
  const parts = demoParts(counts).map(({ table, count, row }) => {
    return [table, Array.from({ length: count }, (_, at) => row(at, counts, demoOwners))] as const;
  });
  return new Map(parts);
}

const company = make(whole);
const rowsOf = (table: string, of = company): readonly DemoRow[] => of.get(table) ?? [];
const keysOf = (table: Table, of = company): ReadonlySet<unknown> =>
  new Set(rowsOf(table.name, of).map((row) => row[table.key]));

/** Lookups of rows that point to no row of their table, by table and column. */
function danglingOf(of: ReadonlyMap<string, readonly DemoRow[]>): readonly string[] {
  const keys = new Map(companyTables.map((table) => [table.name, keysOf(table, of)]));
  return companyTables.flatMap((table) =>
    table.columns.filter(isLookup).flatMap((column) => {
      if (column.type.targets.includes('businessunit')) return [];
      const chosen = targetColumn(column);
      const targetOf = (row: DemoRow): string => String(chosen === null ? column.type.targets[0] : row[chosen]);
      const dangling = rowsOf(table.name, of).filter((row) => {
        const value = row[column.name] ?? null;
        return value !== null && keys.get(targetOf(row))?.has(value) !== true;
      });
      return dangling.map((row) => `${table.name}.${column.name} of ${row[table.key]}`);
    }),
  );
}

describe('the demo data', () => {
  it('is a company of six tables', () => {
    expect(companyTables.map((table) => [table.setName, rowsOf(table.name).length])).toEqual([
      ['accounts', 5_000],
      ['contacts', 12_000],
      ['msdyn_customerassets', 20_000],
      ['msdyn_workorders', 30_000],
      ['bookableresourcebookings', 8_000],
      ['annotations', 10_000],
    ]);
  });

  it('is the same byte for byte, wherever and whenever it is made', () => {
    const hash = createHash('sha256')
      .update(JSON.stringify([...company]))
      .digest('hex')
      .slice(0, 16);
    expect(hash).toMatchInlineSnapshot(`"e7285602306e5cbc"`);
  });

  it('has at a small scale the first rows of a larger one, but for what they point to', () => {
    const few = make(demoCounts(0.02));
    for (const table of companyTables) {
      const own = table.columns.filter(({ type }) => type.kind === 'key' || type.kind === 'money');
      const shown = (row: DemoRow) => own.map((column) => row[column.name]);
      const first = rowsOf(table.name, few);
      expect(first.map(shown)).toEqual(rowsOf(table.name).slice(0, first.length).map(shown));
    }
  });

  it('has unique keys, and points only to rows that exist, at every scale', () => {
    for (const table of companyTables) expect(keysOf(table).size).toBe(rowsOf(table.name).length);
    expect(danglingOf(company)).toEqual([]);
    for (const scale of [0.0001, 0.001, 0.02, 0.3]) expect(danglingOf(make(demoCounts(scale)))).toEqual([]);
  });

  it('hangs together: what an order, an asset, a booking or a note is of has the same owner, or the team', () => {
    const owners = new Map(
      companyTables.flatMap((table) => rowsOf(table.name).map((row) => [row[table.key], row.ownerid] as const)),
    );
    for (const [name, column] of [
      ['contact', 'parentaccountid'],
      ['msdyn_customerasset', 'msdyn_account'],
      ['msdyn_customerasset', 'msdyn_parentasset'],
      ['msdyn_workorder', 'msdyn_serviceaccount'],
      ['bookableresourcebooking', 'msdyn_workorder'],
      ['annotation', 'objectid'],
    ] as const) {
      const strays = rowsOf(name).filter((row) => {
        const target = row[column] ?? null;
        return target !== null && row.ownerid !== demoOwners.team.id && owners.get(target) !== row.ownerid;
      });
      expect(strays).toEqual([]);
    }
  });

  it('gives each technician 40 % of the work orders, and the team some notes', () => {
    for (const technician of demoOwners.technicians) {
      expect(rowsOf('msdyn_workorder').filter((row) => row.ownerid === technician.id)).toHaveLength(12_000);
    }
    const teams = rowsOf('annotation').filter((row) => row.ownerid === demoOwners.team.id).length;
    expect(teams).toBeGreaterThan(300);
    expect(teams).toBeLessThan(700);
  });

  it('pairs orders with assets of the same account', () => {
    const { first, second } = assetsServiced;
    const [orders, assets] = [rowsOf(first.table), new Map<unknown, DemoRow>()];
    for (const asset of rowsOf(second.table)) assets.set(asset[tableNamed(demoTables, second.table).key], asset);
    let pairs = 0;
    for (const [index, order] of orders.entries()) {
      const serviced = servicedAssets(index, whole);
      expect(new Set(serviced).size).toBe(serviced.length);
      for (const key of serviced) {
        const account = assets.get(key)?.msdyn_account;
        expect(account === null || account === order.msdyn_serviceaccount).toBe(true);
        pairs += 1;
      }
    }
    expect(pairs).toBeGreaterThan(8_000);
    expect(servicedAssets(0, demoCounts(0.00001))).toEqual([]);
  });

  it('has every script, names that come twice, long texts and empty values', () => {
    for (const [table, column] of [
      ['account', 'name'],
      ['contact', 'fullname'],
      ['msdyn_customerasset', 'msdyn_name'],
      ['annotation', 'subject'],
    ] as const) {
      const text = rowsOf(table).map((row) => row[column]);
      for (const script of ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Han', 'Hangul', 'Devanagari', 'Thai']) {
        expect(text.join('\n')).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
      }
      expect(new Set(text).size).toBeLessThan(text.length - 20);
    }
    expect(rowsOf('msdyn_workorder').some((row) => String(row.msdyn_workordersummary).length > 2_000)).toBe(true);
    expect(rowsOf('annotation').some((row) => String(row.notetext).length > 8_000)).toBe(true);
    expect(rowsOf('account').some((row) => row.creditlimit === null)).toBe(true);
  });

  it('fits the columns as a person could have typed it', () => {
    for (const table of companyTables) {
      for (const column of table.columns) {
        if (column.type.kind === 'lookup' || column.type.kind === 'owner') continue;
        // Throws where a value does not fit.
        for (const row of rowsOf(table.name)) parseColumnValue(column, row[column.name]);
      }
    }
    const bookings = rowsOf('bookableresourcebooking');
    expect(bookings.every(({ starttime, endtime }) => String(starttime) < String(endtime))).toBe(true);
  });

  it('has a relationship of each kind of deletion', () => {
    const kinds = companyTables.flatMap((table) => table.columns.filter(isLookup).map(({ type }) => type.onDelete));
    expect(new Set(kinds)).toEqual(new Set(['removeLink', 'restrict', 'cascade']));
  });
});
