import { includesAnnotation } from './annotation-pattern.ts';
import type { Viewer } from './linked-rows.ts';
import { largestPage } from './prefer.ts';
import type { SqlParameters } from './sql-parameters.ts';

const limitExceeded = 'Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded';

/**
 * `rows` is what stands after `from`. Dataverse counts no further than 5,000, and says so to who asks for that
 * annotation (docs/facts/dataverse.md §2.2).
 */
export async function countAnnotations(
  { context, request }: Viewer,
  rows: string,
  parameters: SqlParameters,
): Promise<Record<string, number | boolean>> {
  const [row] = await context.database.query(
    `select count(*) as rows from (select 1 from ${rows} limit ${largestPage + 1}) counted`,
    parameters.values,
  );
  const found = Number(row?.rows);
  const isAsked = includesAnnotation(request.preferences.annotations, limitExceeded);
  return {
    '@odata.count': Math.min(found, largestPage),
    ...(isAsked ? { [`@${limitExceeded}`]: found > largestPage } : {}),
  };
}
