import { systemManyToMany, systemTables } from '../identity/system-tables.ts';

/** Every table has these, or the service writes them. */
const standardColumns = ['createdon', 'modifiedon', 'ownerid', 'owningbusinessunit', 'owninguser', 'owningteam'];
/** Of the service and of PostgreSQL. */
const hiddenColumns = ['ver', 'xid', 'tableoid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax'];
/** Dataverse's words that stand for something else at the service. */
const otherTables = ['owner', 'principal', 'savedquery', 'userquery', 'systemform'];
const otherSets = ['savedqueries', 'userqueries', 'systemforms'];

/** With what the service puts before it, a name of the database is at most 63 characters. */
export const longestTableName = 48;
export const longestColumnName = 50;

export const namePattern = /^[a-z][a-z0-9_]*$/;

export function isReservedColumn(name: string): boolean {
  return standardColumns.includes(name) || hiddenColumns.includes(name);
}

export function isReservedTable(name: string): boolean {
  const taken = [...systemTables, ...systemManyToMany].some((one) => one.name === name);
  return taken || otherTables.includes(name) || /^(landfall|pg)_/.test(name);
}

export function isReservedSet(name: string): boolean {
  return otherSets.includes(name) || systemTables.some((table) => table.setName === name);
}
