import { parseColumnValue } from '../../odata/column-value.ts';
import { Refused } from '../../odata/service-error.ts';
import type { Column, ColumnType, Table } from '../../odata/table.ts';
import { StartFailure } from '../../start-failure.ts';
import { type Queryable, type SqlValue, text } from '../database.ts';
import { sqlType } from '../schema.ts';
import { sqlName } from '../sql-name.ts';
import type { FoundColumn, FoundLink } from './catalog.ts';
import { misfitOf } from './misfit.ts';

/** A column as it is to be, and what the database has of it. */
export type ColumnPlace = {
  readonly table: Table;
  readonly column: Column;
  readonly found: FoundColumn | null;
  /** null: the last start did not serve it. */
  readonly servedType: ColumnType | null;
  readonly links: readonly FoundLink[];
  readonly indexes: ReadonlySet<string>;
  readonly hasTargetColumn: boolean;
};

const titleOf = ({ table, column }: ColumnPlace): string => `Table "${table.name}", column "${column.name}"`;

/** As PostgreSQL's catalog writes it. */
function catalogType(column: Column): string {
  const type = sqlType(column).replaceAll(' ', '');
  if (type === 'timestamptz') return 'timestamp with time zone';
  return type === 'doubleprecision' ? 'double precision' : type;
}

function fillOf(place: ColumnPlace): SqlValue {
  if (place.column.fill === undefined) return null;
  try {
    return parseColumnValue(place.column, place.column.fill);
  } catch (error) {
    throw error instanceof Refused
      ? new StartFailure(`${titleOf(place)}: "fill" does not fit. ${error.message}`)
      : error;
  }
}

async function addColumn(tx: Queryable, place: ColumnPlace): Promise<void> {
  const { table, column } = place;
  const name = sqlName(table.name);
  const fill = fillOf(place);
  const [row] = await tx.query(`select 1 from ${name} limit 1`);
  if (column.isRequired && row !== undefined && fill === null) {
    throw new StartFailure(
      `${titleOf(place)}: it is new and required, and the table has rows. Say with "fill" what they get, or do not require it.`,
    );
  }
  const type = sqlType(column);
  const required = column.isRequired ? ' not null' : '';
  // DDL takes no parameters: the database itself makes the literal. A constant default stamps no row.
  const literal = fill === null ? null : text((await tx.query('select quote_literal($1) as q', [String(fill)]))[0]?.q);
  const preset = literal === null ? '' : ` default ${literal}::${type}`;
  await tx.query(`alter table ${name} add column ${sqlName(column.name)} ${type}${required}${preset}`);
  if (literal !== null) await tx.query(`alter table ${name} alter column ${sqlName(column.name)} drop default`);
}

const interchangeable = [
  ['text', 'memo'],
  ['decimal', 'money'],
];

function isSameKind(before: ColumnType, now: ColumnType): boolean {
  if (before.kind === now.kind) return true;
  return interchangeable.some((kinds) => kinds.includes(before.kind) && kinds.includes(now.kind));
}

function requireSameType(place: ColumnPlace, found: FoundColumn): void {
  const { column, servedType } = place;
  const wanted = catalogType(column);
  const isSameInDatabase = found.type === wanted || [found.type, wanted].every((type) => type.startsWith('numeric('));
  if (isSameInDatabase && (servedType === null || isSameKind(servedType, column.type))) return;
  throw new StartFailure(
    `${titleOf(place)}: it was ${servedType?.kind ?? found.type} and is to be ${column.type.kind}. ` +
      'A type cannot change: keep it, or add a column with another name.',
  );
}

async function requireFittingRows(tx: Queryable, place: ColumnPlace): Promise<void> {
  const misfit = misfitOf(place.column);
  if (misfit === null) return;
  const [row] = await tx.query(
    `select count(*)::int as rows from ${sqlName(place.table.name)} where ${misfit.condition}`,
    misfit.parameters.values,
  );
  if (row?.rows === 0) return;
  throw new StartFailure(
    `${titleOf(place)}: the value of ${String(row?.rows)} rows is not what the definition now wants (${misfit.expected}). ` +
      'Change those rows with the old definition first, or keep it.',
  );
}

async function changeColumn(tx: Queryable, place: ColumnPlace, found: FoundColumn): Promise<void> {
  const { table, column } = place;
  requireSameType(place, found);
  const mustBeSet = column.isRequired || column.type.kind === 'key';
  const isAsServed = JSON.stringify(place.servedType) === JSON.stringify(column.type) && found.isNotNull === mustBeSet;
  if (isAsServed) return;
  await requireFittingRows(tx, place);
  const change = `alter table ${sqlName(table.name)} alter column ${sqlName(column.name)}`;
  if (found.type !== catalogType(column)) await tx.query(`${change} type ${sqlType(column)}`);
  if (found.isNotNull !== mustBeSet) await tx.query(`${change} ${mustBeSet ? 'set' : 'drop'} not null`);
}

export async function alignColumn(tx: Queryable, place: ColumnPlace): Promise<void> {
  const { table, column, found } = place;
  await (found === null ? addColumn(tx, place) : changeColumn(tx, place, found));
  const isOwnership = column.name === 'ownerid' || column.name === 'owningbusinessunit';
  if (table.ownership === 'user' && isOwnership && !place.indexes.has(`${column.name},${table.key}`)) {
    await tx.query(`create index on ${sqlName(table.name)} (${sqlName(column.name)}, ${sqlName(table.key)})`);
  }
}
