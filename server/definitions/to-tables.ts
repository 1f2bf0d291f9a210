import { systemManyToMany, systemTables } from '../identity/system-tables.ts';
import { type Column, type ColumnType, indexTables, type Table, type Tables } from '../odata/table.ts';
import { checkDefinition } from './check-definition.ts';
import { checkNavigations } from './check-navigations.ts';
import {
  type ColumnDefinition,
  type Definition,
  DefinitionFault,
  keyOf,
  nameColumnOf,
  setNameOf,
  type TableDefinition,
} from './definition.ts';
import { decimalLimit, doubleLimit, largestInteger, moneyLimit, smallestInteger } from './type-limits.ts';

function typeOf(column: ColumnDefinition): ColumnType {
  switch (column.type) {
    case 'text':
    case 'memo':
      return { kind: column.type, maxLength: column.maxLength };
    case 'integer':
      return { kind: 'integer', min: column.min ?? smallestInteger, max: column.max ?? largestInteger };
    case 'double':
      return { kind: 'double', min: column.min ?? -doubleLimit, max: column.max ?? doubleLimit };
    case 'decimal':
    case 'money': {
      const limit = column.type === 'money' ? moneyLimit : decimalLimit;
      const { min = -limit, max = limit, precision = 2 } = column;
      return { kind: column.type, min, max, precision };
    }
    case 'datetime':
    case 'date':
      return { kind: column.type };
    case 'choice':
      return { kind: 'choice', choices: column.choices };
    case 'boolean':
      return { kind: 'boolean', trueLabel: column.trueLabel ?? 'Yes', falseLabel: column.falseLabel ?? 'No' };
    case 'lookup':
      return { kind: 'lookup', targets: column.targets, onDelete: column.onDelete ?? 'removeLink' };
  }
}

const standard = (name: string, label: string, type: ColumnType, more: Partial<Column> = {}): Column => ({
  name,
  label,
  type,
  isRequired: false,
  isReadOnly: true,
  ...more,
});
const dated = [
  standard('createdon', 'Created On', { kind: 'datetime' }),
  standard('modifiedon', 'Modified On', { kind: 'datetime' }),
];
const owned = [
  standard('ownerid', 'Owner', { kind: 'owner' }, { isRequired: true, isReadOnly: false }),
  standard(
    'owningbusinessunit',
    'Owning Business Unit',
    { kind: 'lookup', targets: ['businessunit'], onDelete: 'restrict' },
    { isRequired: true },
  ),
];

function toColumn(column: ColumnDefinition): Column {
  return {
    name: column.name,
    label: column.label ?? column.name,
    type: typeOf(column),
    isRequired: column.required ?? false,
    isReadOnly: false,
    ...(column.fill === undefined ? {} : { fill: column.fill }),
  };
}

function toTable(table: TableDefinition): Table {
  const ownership = table.ownership ?? 'user';
  const label = table.label ?? table.name;
  const key: Column = standard(keyOf(table), label, { kind: 'key' }, { isRequired: true, isReadOnly: false });
  return {
    name: table.name,
    setName: setNameOf(table),
    schemaName: table.schemaName ?? table.name,
    label,
    pluralLabel: table.pluralLabel ?? setNameOf(table),
    key: key.name,
    nameColumn: nameColumnOf(table),
    ownership,
    isSystem: false,
    duplicateRules: table.duplicateRules ?? [],
    columns: [key, ...table.columns.map(toColumn), ...dated, ...(ownership === 'user' ? owned : [])],
  };
}

/** @throws DefinitionFault with every fault of the definition as a whole. */
export function toTables(definition: Definition): Tables {
  const faults = checkDefinition(definition);
  if (faults.length > 0) throw new DefinitionFault(faults);
  const tables = indexTables(
    [...definition.tables.map(toTable), ...systemTables],
    [...(definition.manyToMany ?? []), ...systemManyToMany],
  );
  const clashes = checkNavigations(tables);
  if (clashes.length > 0) throw new DefinitionFault(clashes);
  return tables;
}
