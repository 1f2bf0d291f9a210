import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DemoRow } from '../../server/demo/demo-rows.ts';
import { accountRow, contactRow, demoCounts, workOrderRow } from '../../server/demo/demo-rows.ts';
import { demoOwners } from '../../server/demo/people.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { parseColumnValue } from '../../server/odata/column-value.ts';

const counts = demoCounts(1);
const all = (count: number, make: typeof accountRow): readonly DemoRow[] =>
  Array.from({ length: count }, (_, at) => make(at, counts, demoOwners));
const accounts = all(counts.accounts, accountRow);
const contacts = all(counts.contacts, contactRow);
const workOrders = all(counts.workOrders, workOrderRow);

describe('the demo data', () => {
  it('is the same byte for byte, wherever and whenever it is made', () => {
    const hash = createHash('sha256')
      .update(JSON.stringify([accounts, contacts, workOrders]))
      .digest('hex')
      .slice(0, 16);
    expect([accounts.length, contacts.length, workOrders.length]).toEqual([2_000, 6_000, 12_000]);
    expect(hash).toMatchInlineSnapshot(`"4721a426a7f85a64"`);
  });

  it('points only to rows that exist, with unique keys', () => {
    const accountIds = new Set(accounts.map((row) => row.accountid));
    const contactIds = new Set(contacts.map((row) => row.contactid));
    const orderIds = new Set(workOrders.map((row) => row.msdyn_workorderid));
    expect([accountIds.size, contactIds.size, orderIds.size]).toEqual([2_000, 6_000, 12_000]);
    expect(accounts.every((row) => row.primarycontactid === null || contactIds.has(row.primarycontactid ?? ''))).toBe(
      true,
    );
    expect(contacts.every((row) => row.parentaccountid === null || accountIds.has(row.parentaccountid ?? ''))).toBe(
      true,
    );
    expect(workOrders.every((row) => accountIds.has(row.msdyn_serviceaccount ?? ''))).toBe(true);
    for (const scale of [0.0001, 0.02, 0.3]) {
      const few = demoCounts(scale);
      const ids = new Set(Array.from({ length: few.contacts }, (_, at) => contactRow(at, few, demoOwners).contactid));
      for (let at = 0; at < few.accounts; at++) {
        const contact = accountRow(at, few, demoOwners).primarycontactid ?? null;
        expect(contact === null || ids.has(contact)).toBe(true);
      }
    }
  });

  it('gives each technician 40 % of the work orders', () => {
    for (const technician of demoOwners.technicians) {
      expect(workOrders.filter((row) => row.ownerid === technician.id)).toHaveLength(4_800);
    }
  });

  it('has every script, names that come twice, long texts and empty values', () => {
    const text = accounts.map((row) => row.name).join('\n') + contacts.map((row) => row.fullname).join('\n');
    for (const script of [
      'Latin',
      'Cyrillic',
      'Greek',
      'Arabic',
      'Hebrew',
      'Han',
      'Hiragana',
      'Hangul',
      'Devanagari',
      'Thai',
    ]) {
      expect(text).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    }
    expect(new Set(accounts.map((row) => row.name)).size).toBeLessThan(accounts.length - 20);
    expect(workOrders.some((row) => String(row.msdyn_workordersummary).length > 2_000)).toBe(true);
    expect(accounts.some((row) => row.creditlimit === null)).toBe(true);
  });

  it('fits the columns as a person could have typed it', () => {
    for (const [name, rows] of [
      ['account', accounts],
      ['contact', contacts],
      ['msdyn_workorder', workOrders],
    ] as const) {
      const table = demoTables.byName.get(name);
      for (const column of table?.columns ?? []) {
        if (column.type.kind === 'lookup' || column.type.kind === 'owner') continue;
        // Throws where a value does not fit.
        for (const row of rows) parseColumnValue(column, row[column.name]);
      }
    }
  });
});
