import type { SqlValue } from '../database/database.ts';
import { parseColumnValue } from '../odata/column-value.ts';
import { parseGuid } from '../odata/guid.ts';
import { badValue } from '../odata/service-error.ts';
import { type Column, type LookupColumn, type Tables, tableNamed } from '../odata/table.ts';
import type { CsvCell } from './read-csv.ts';

/** What the Web API would be sent for this cell. */
function jsonOf({ type }: Column, cell: string): unknown {
  switch (type.kind) {
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(cell) ? Number(cell) : cell;
    case 'decimal':
    case 'money':
      return /^[+-]?\d{1,20}(\.\d{1,20})?$/.test(cell) ? Number(cell) : cell;
    case 'double':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(cell) ? Number(cell) : cell;
    case 'boolean':
      if (cell === 'true' || cell === type.trueLabel) return true;
      return cell === 'false' || cell === type.falseLabel ? false : cell;
    case 'choice': {
      const byLabel = type.choices.find((choice) => choice.label === cell);
      return byLabel?.value ?? (/^-?\d{1,10}$/.test(cell) ? Number(cell) : cell);
    }
    default:
      return cell;
  }
}

/** A checked cell as the database keeps it. Text alone can be empty without being null. */
export function parseCell(column: Column, cell: CsvCell): SqlValue {
  const { kind } = column.type;
  const isText = kind === 'text' || kind === 'memo';
  return parseColumnValue(column, cell === null || (cell === '' && !isText) ? null : jsonOf(column, cell));
}

type LookupValue = { readonly id: string; readonly target: string };

/** A key, or `accounts(<key>)`, which a lookup with several targets needs. */
export function parseLookupCell(tables: Tables, column: LookupColumn, cell: CsvCell): LookupValue | null {
  if (cell === null || cell === '') {
    if (column.isRequired) throw badValue(`Column '${column.name}' is required and cannot be empty.`);
    return null;
  }
  const targets = column.type.targets.map((name) => tableNamed(tables, name));
  const [, setName, inner] = /^([a-z0-9_]{1,100})\(([^()]{1,60})\)$/.exec(cell) ?? [];
  const id = parseGuid(inner ?? cell);
  const target =
    setName === undefined && targets.length === 1 ? targets[0] : targets.find((one) => one.setName === setName);
  if (id !== null && target !== undefined) return { id, target: target.name };
  const forms = targets.map((one) => `'${one.setName}(<key>)'`).join(' or ');
  throw badValue(`Column '${column.name}': expected ${targets.length === 1 ? 'the key of a row or ' : ''}${forms}.`);
}
