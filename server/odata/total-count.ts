import { sqlName } from '../database/sql-name.ts';
import type { Person } from '../identity/person.ts';
import type { DataContext } from './data-request.ts';
import { requireGlobalRead } from './scope.ts';
import { badRequest } from './service-error.ts';

const path = /^RetrieveTotalRecordCount\(EntityNames=(\[.{0,2000}\])\)$/;

/**
 * `RetrieveTotalRecordCount(EntityNames=['account'])`: rows of whole tables, of the organisation and not only of this
 * person, so it takes organisation-level read. Dataverse answers from a snapshot up to a day old; this one counts now.
 * null: not this path.
 */
export async function readTotalCount(context: DataContext, person: Person, root: string, requested: string) {
  const list = path.exec(requested)?.[1];
  if (list === undefined) return null;
  const names = parseNames(list);
  const values: number[] = [];
  for (const name of names) {
    const table = context.tables.byName.get(name);
    if (table === undefined) throw badRequest(`EntityNames: there is no table '${name.slice(0, 100)}'.`);
    requireGlobalRead(person, table);
    const [row] = await context.database.query(`select count(*) as rows from ${sqlName(table.name)}`, []);
    values.push(Number(row?.rows));
  }
  return {
    '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse`,
    EntityRecordCountCollection: { Count: names.length, IsReadOnly: false, Keys: names, Values: values },
  };
}

function parseNames(list: string): readonly string[] {
  try {
    // OData quotes names in a parameter with apostrophes, Dataverse takes quotation marks too.
    const names: unknown = JSON.parse(list.replaceAll("'", '"'));
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return [...new Set(names)];
  } catch {
    // Said below.
  }
  throw badRequest("EntityNames: expected a list of names such as ['account','contact'].");
}
