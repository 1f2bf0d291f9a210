import type { DataContext } from './data-request.ts';
import { largestPage } from './prefer.ts';
import type { SqlParameters } from './sql-parameters.ts';

/** `rows` is what stands after `from`. Dataverse counts no further than 5,000 (docs/facts/dataverse.md §2.2) and says so. */
export async function countAnnotations(
  context: DataContext,
  rows: string,
  parameters: SqlParameters,
): Promise<Record<string, number | boolean>> {
  const [row] = await context.database.query(
    `select count(*) as rows from (select 1 from ${rows} limit ${largestPage + 1}) counted`,
    parameters.values,
  );
  const found = Number(row?.rows);
  return {
    '@odata.count': Math.min(found, largestPage),
    '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': found > largestPage,
  };
}
