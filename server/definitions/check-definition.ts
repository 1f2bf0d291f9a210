import { systemTables } from '../identity/system-tables.ts';
import {
  type ColumnDefinition,
  type Definition,
  keyOf,
  nameColumnOf,
  setNameOf,
  type TableDefinition,
} from './definition.ts';
import {
  isReservedColumn,
  isReservedSet,
  isReservedTable,
  longestColumnName,
  longestTableName,
} from './reserved-names.ts';

const mostColumns = 500;
const mostTargets = 10;

function repeated(values: readonly (string | number)[]): readonly (string | number)[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}

function columnFaults(column: ColumnDefinition, known: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  if (isReservedColumn(column.name)) faults.push('this name is reserved: the service sets such a column itself');
  if (column.name.length > longestColumnName) faults.push(`its name is longer than ${longestColumnName} characters`);
  if ('min' in column && column.min !== undefined && column.max !== undefined && column.min > column.max) {
    faults.push(`min ${column.min} is above max ${column.max}`);
  }
  if (column.type === 'choice') {
    for (const value of repeated(column.choices.map((choice) => choice.value))) {
      faults.push(`the choice ${value} is there twice`);
    }
    for (const label of repeated(column.choices.map((choice) => choice.label))) {
      faults.push(`two choices are called "${label}"`);
    }
  }
  if (column.type !== 'lookup') return faults;
  for (const target of column.targets) {
    if (!known.has(target)) faults.push(`there is no table "${target}" to point to`);
  }
  for (const target of repeated(column.targets)) faults.push(`the target "${target}" is there twice`);
  if (column.targets.length > mostTargets) faults.push(`more than ${mostTargets} targets`);
  if (column.required === true && (column.onDelete ?? 'removeLink') === 'removeLink') {
    faults.push('a required lookup cannot lose its row: say "onDelete": "restrict" or "cascade"');
  }
  if (column.fill !== undefined) faults.push('"fill" does not fit a lookup');
  return faults;
}

function tableFaults(table: TableDefinition, known: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  const names = table.columns.map((column) => column.name);
  if (isReservedTable(table.name)) faults.push('this name is reserved');
  if (table.name.length > longestTableName) faults.push(`its name is longer than ${longestTableName} characters`);
  if (isReservedSet(setNameOf(table))) faults.push(`the set name "${setNameOf(table)}" is reserved`);
  if (isReservedColumn(keyOf(table))) faults.push(`the key "${keyOf(table)}" is a reserved name`);
  if (names.includes(keyOf(table)))
    faults.push(`the key "${keyOf(table)}" is made by the service: leave out the column`);
  if (table.columns.length > mostColumns) faults.push(`more than ${mostColumns} columns`);
  const nameColumn = table.columns.find((column) => column.name === nameColumnOf(table));
  if (nameColumn?.type !== 'text') {
    faults.push(`its nameColumn "${nameColumnOf(table)}" is not one of its columns of type text`);
  }
  for (const name of repeated(names)) faults.push(`the column "${name}" is there twice`);
  for (const column of table.columns) {
    if (column.type === 'lookup' && column.targets.length > 1 && names.includes(`${column.name}_target`)) {
      faults.push(`the column "${column.name}_target" has the name in which "${column.name}" keeps its table`);
    }
    faults.push(...columnFaults(column, known).map((fault) => `column "${column.name}": ${fault}`));
  }
  for (const name of (table.duplicateRules ?? []).flat()) {
    if (!names.includes(name)) faults.push(`duplicateRules name the column "${name}", which it does not have`);
  }
  return faults;
}

/** What is wrong with the definition as a whole, one line each. */
export function checkDefinition(definition: Definition): readonly string[] {
  const { tables, manyToMany = [] } = definition;
  const known = new Set([...tables, ...systemTables].map((table) => table.name));
  const own = new Set(tables.map((table) => table.name));
  const databaseNames = [...tables, ...manyToMany].map((one) => one.name);
  return [
    ...repeated(databaseNames).map((name) => `The name "${name}" is given to two tables or N:N relationships.`),
    ...repeated(tables.map(setNameOf)).map((name) => `The set name "${name}" is given to two tables.`),
    ...tables.flatMap((table) => tableFaults(table, known).map((fault) => `Table "${table.name}": ${fault}.`)),
    ...manyToMany.flatMap((relation) => {
      const title = `N:N relationship "${relation.name}"`;
      const unknown = [relation.first.table, relation.second.table].filter((name) => !own.has(name));
      return [
        ...(isReservedTable(relation.name) ? [`${title}: this name is reserved.`] : []),
        ...(relation.name.length > longestTableName ? [`${title}: its name is too long.`] : []),
        ...unknown.map((name) => `${title}: there is no table "${name}" in this file.`),
      ];
    }),
  ];
}
