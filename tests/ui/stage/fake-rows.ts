import type { RowKey, Values } from '../../../src/core/row.ts';
import type { SeenRow } from '../../../src/core/view.ts';
import { stageNow } from './levers.ts';

const towns = ['Bremen', 'Łódź', 'Αθήνα', 'القاهرة', 'Oslo', 'São Paulo', '京都', 'Cork'];
const firms = [
  'Nordwind Windparks',
  'Ferreira & Filhos',
  'شركة النيل للصيانة',
  'Łódzkie Młyny',
  'Kyoto Pumps',
  'Blue Harbour',
  'Ålesund Fisk',
];
const jobs = [
  'Replace pump seal',
  'Inspect turbine',
  'صيانة المصعد',
  'Calibrate meter',
  'Repair conveyor with a name that is so long that no list has room for it',
  'Change filter',
];
const people = ['Ada Lovelace', 'ليلى حسن', 'Jürgen Groß', 'Zoë Nuñez', '山田 太郎', 'Piotr Wiśniewski'];

const pick = (list: readonly string[], n: number) => list[n % list.length] ?? '';
const day = (n: number) => new Date(stageNow + (n - 20) * 86_400_000).toISOString().slice(0, 10);

/** A row's key as text of a GUID's shape. */
export function fakeKey(table: string, n: number): RowKey {
  return `${table.length.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as RowKey;
}

export function fakeRow(table: string, n: number): SeenRow {
  const key = fakeKey(table, n);
  const changedOn = { modifiedon: new Date(stageNow - n * 3_600_000).toISOString().replace(/\.\d+/, '') };
  const account = fakeKey('account', n % 40);
  const accountName = `${pick(firms, n % 40)} ${(n % 40) + 1}`;
  const row = (values: Values, lookupNames = {}): SeenRow => ({
    key,
    mark: 'none',
    lookupNames,
    values: { ...values, ...changedOn },
  });
  switch (table) {
    case 'account':
      return row({
        accountid: key,
        name: `${pick(firms, n)} ${n + 1}`,
        address1_city: pick(towns, n),
        telephone1: n % 3 === 0 ? null : `+49 421 ${1000 + n}`,
        revenue: n % 5 === 0 ? null : n * 13_579.5,
      });
    case 'contact':
      return row(
        {
          contactid: key,
          fullname: `${pick(people, n)} ${n + 1}`,
          emailaddress1: `person${n}@example.org`,
          birthdate: n % 4 === 0 ? null : '1979-05-12',
          _parentcustomerid_value: account,
        },
        { _parentcustomerid_value: accountName },
      );
    default:
      return row(
        {
          lf_workorderid: key,
          lf_name: n % 29 === 28 ? '' : `WO-${String(10_000 + n)} ${pick(jobs, n)}`,
          lf_status: (n % 4) + 1,
          _lf_account_value: n % 7 === 6 ? null : account,
          lf_due: n % 6 === 5 ? null : day(n % 60),
          lf_start: n % 6 === 5 ? null : `${day(n % 60)}T08:30:00Z`,
          lf_price: n % 3 === 2 ? null : 120 + n * 1.25,
          lf_hours: 1.5,
          lf_visits: n % 4,
          lf_urgent: n % 5 === 0,
          lf_notes: n % 2 === 0 ? 'Gate code at the desk.\nAsk for the night shift.' : null,
        },
        n % 7 === 6 ? {} : { _lf_account_value: accountName },
      );
  }
}
