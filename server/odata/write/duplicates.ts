import type { Queryable, SqlRow, SqlValue } from '../../database/database.ts';
import { sqlType } from '../../database/schema.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { RowChange } from '../change-body.ts';
import type { DataRequest } from '../data-request.ts';
import { scopeSql } from '../scope.ts';
import { duplicateRow } from '../service-error.ts';
import { createParameters, type SqlParameters } from '../sql-parameters.ts';
import { type Column, isLookup, type Table } from '../table.ts';
import { foldSql } from '../text-match.ts';

type Rule = readonly Column[];

function rulesOf(table: Table): readonly Rule[] {
  return table.duplicateRules.map((names) =>
    names.map((name) => {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new Error(`${table.name} has a duplicate rule with an unknown column ${name}`);
      return column;
    }),
  );
}

/** The columns that duplicate detection compares; none where the request does not ask for it. */
export function comparedColumns({ table, detectsDuplicates }: DataRequest): readonly Column[] {
  return detectsDuplicates ? [...new Set(rulesOf(table).flat())] : [];
}

function isChanged(column: Column, change: RowChange): boolean {
  return isLookup(column) ? change.links.has(column) : change.values.has(column);
}

function valueAfter(column: Column, change: RowChange, before: SqlRow | null): SqlValue {
  if (!isChanged(column, change)) return before?.[column.name] ?? null;
  return (isLookup(column) ? change.links.get(column)?.id : change.values.get(column)) ?? null;
}

function equalSql(column: Column, value: SqlValue, parameters: SqlParameters): string {
  const isText = column.type.kind === 'text' || column.type.kind === 'memo';
  const placeholder = parameters.add(value, sqlType(column));
  const name = sqlName(column.name);
  return isText ? `${foldSql(name)} = ${foldSql(placeholder)}` : `${name} = ${placeholder}`;
}

/** Where a table knows inactive rows, those are no duplicates (inferred). */
function activeSql(table: Table): string {
  return table.columns.some((column) => column.name === 'statecode') ? 'statecode is not distinct from 0' : 'true';
}

type Compared = { readonly id: string; readonly change: RowChange; readonly before: SqlRow | null };

/**
 * Only where a request asks for it (docs/facts/dataverse.md §2.5). Inferred: a rule counts if the change touches one of
 * its columns and leaves none of them empty; only rows that the person may read are compared, so that nothing is learnt
 * of others. As in Dataverse two rows made at the same moment do not see each other.
 */
export async function refuseDuplicates(
  tx: Queryable,
  request: DataRequest,
  { id, change, before }: Compared,
): Promise<void> {
  const { table, person } = request;
  if (!request.detectsDuplicates || person.access('Read', table) === 'none') return;
  for (const rule of rulesOf(table)) {
    const values = rule.map((column) => [column, valueAfter(column, change, before)] as const);
    const isAsked = rule.some((column) => before === null || isChanged(column, change));
    if (!isAsked || values.some(([, value]) => value === null || value === '')) continue;
    const parameters = createParameters();
    const conditions = [
      ...values.map(([column, value]) => equalSql(column, value, parameters)),
      `${sqlName(table.key)} <> ${parameters.add(id, 'uuid')}`,
      scopeSql({ person, type: 'Read', table }, parameters),
      activeSql(table),
    ];
    const sql = `select 1 from ${sqlName(table.name)} where ${conditions.join(' and ')} limit 1`;
    if ((await tx.query(sql, parameters.values)).length > 0) throw duplicateRow();
  }
}
