import type { Database, Queryable, SqlValue } from '../../server/database/database.ts';
import { sqlName } from '../../server/database/sql-name.ts';
import { stableId } from '../../server/identity/privileges.ts';
import { insertSamplePeople, type OwnerName, ownerOf } from './sample-people.ts';
import { sampleTables } from './sample-tables.ts';

/** Everyone who owns rows of each table: someone, or a team, at every place of the organisation. */
export const rowOwners = ['gwen', 'dave', 'lola', 'basil', 'crew', 'nora', 'sam'] as const satisfies OwnerName[];
export const ownedTables = ['account', 'contact', 'annotation', 'salesorder'] as const;
export type OwnedTable = (typeof ownedTables)[number];
export const rowsEach = 2;

/** The key of one of the rows of one owner; `at` is 0 or 1. */
export const sampleRow = (table: OwnedTable, owner: OwnerName, at = 0): string =>
  stableId(`sample ${table} ${owner} ${at}`);
export const territoryRow = (at = 0): string => stableId(`sample territory ${at}`);

async function insert(db: Queryable, table: string, row: Readonly<Record<string, SqlValue>>): Promise<void> {
  const names = Object.keys(row).map(sqlName).join(', ');
  const places = Object.keys(row).map((_, at) => `$${at + 1}`);
  await db.query(`insert into ${sqlName(table)} (${names}) values (${places.join(', ')})`, Object.values(row));
}

/** The second row of each table points to a row of the next owner, which not everybody may see. */
export function nextOwner(owner: OwnerName): OwnerName {
  return rowOwners[((rowOwners as readonly string[]).indexOf(owner) + 1) % rowOwners.length] ?? 'gwen';
}

async function insertRowsOf(db: Queryable, owner: OwnerName): Promise<void> {
  const { id: ownerid, unit: owningbusinessunit } = ownerOf(owner);
  const ownership = { ownerid, owningbusinessunit };
  const next = nextOwner(owner);
  for (const at of [0, 1]) {
    const named = `${owner} ${at}`;
    const other = at === 0 ? owner : next;
    await insert(db, 'account', {
      accountid: sampleRow('account', owner, at),
      name: `account ${named}`,
      accountnumber: `A-${named}`,
      emailaddress1: `${owner}${at}@account.example`,
      numberofemployees: at + 1,
      creditlimit: 100,
      description: `secret of ${named}`,
      primarycontactid: sampleRow('contact', other, at),
      territoryid: territoryRow(at),
      ...ownership,
    });
    await insert(db, 'contact', {
      contactid: sampleRow('contact', owner, at),
      fullname: `contact ${named}`,
      emailaddress1: `${owner}${at}@contact.example`,
      birthdate: `198${at}-02-03`,
      statecode: 0,
      parentaccountid: sampleRow('account', other, at),
      ...ownership,
    });
    await insert(db, 'salesorder', {
      salesorderid: sampleRow('salesorder', owner, at),
      name: `order ${named}`,
      totalamount: 10,
      customerid: sampleRow('account', other, at),
      billtoid: sampleRow('contact', owner, at),
      billtoid_target: 'contact',
      ...ownership,
    });
    await insert(db, 'annotation', {
      annotationid: sampleRow('annotation', owner, at),
      subject: `note ${named}`,
      notetext: `secret note of ${named}`,
      objectid: sampleRow(at === 0 ? 'account' : 'contact', other, at),
      objectid_target: at === 0 ? 'account' : 'contact',
      ...ownership,
    });
  }
}

/** After all rows: pairs are checked at once. */
async function insertPairsOf(db: Queryable, owner: OwnerName): Promise<void> {
  const next = nextOwner(owner);
  for (const at of [0, 1]) {
    const own = sampleRow('account', owner, at);
    await insert(db, 'salesorder_contact', {
      first_id: sampleRow('salesorder', owner, at),
      second_id: sampleRow('contact', at === 0 ? owner : next, at),
    });
    await insert(db, 'account_territory', { first_id: own, second_id: territoryRow(0) });
    await insert(db, 'account_competitor', { first_id: own, second_id: sampleRow('account', next, at) });
  }
}

export async function fillSampleData(database: Database): Promise<void> {
  await database.tx(async (tx) => {
    await tx.query('set constraints all deferred');
    await insertSamplePeople(tx);
    for (const at of [0, 1]) await insert(tx, 'territory', { territoryid: territoryRow(at), name: `territory ${at}` });
    for (const owner of rowOwners) await insertRowsOf(tx, owner);
    for (const owner of rowOwners) await insertPairsOf(tx, owner);
  });
}

/** For `openService`. */
export const sampleData = { name: 'sample', tables: sampleTables, fill: fillSampleData };
