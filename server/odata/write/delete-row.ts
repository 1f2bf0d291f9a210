import type { Answer, DataContext, DataRequest } from '../data-request.ts';
import { rawOptions } from '../query-options.ts';
import { rowNotFound } from '../service-error.ts';
import { deleteWithLinks } from './delete-links.ts';
import { lockRow } from './lock-row.ts';
import { ownershipOf, requirePrivilege } from './row-access.ts';
import { requireMatch } from './update-row.ts';

export async function deleteRow(context: DataContext, request: DataRequest, id: string): Promise<Answer> {
  rawOptions(request.search, []);
  const { table, person } = request;
  await context.database.tx(async (tx) => {
    const found = await lockRow(tx, { person, table, id, purpose: 'delete' });
    if (found.kind !== 'visible') {
      if (person.access('Delete', table) === 'none') requirePrivilege(person, ['Delete', table], ownershipOf(person));
      throw rowNotFound(table.name, id);
    }
    requirePrivilege(person, ['Delete', table], found.ownership);
    requireMatch(request, found.etag);
    await deleteWithLinks(tx, { person, tables: context.tables }, { table, id });
  });
  return { status: 204, effect: { kind: 'delete', table: table.name, id } };
}
