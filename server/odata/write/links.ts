import type { Queryable } from '../../database/database.ts';
import type { Ownership } from '../../identity/access.ts';
import type { Person } from '../../identity/person.ts';
import { privilegeName } from '../../identity/privileges.ts';
import type { RowChange } from '../change-body.ts';
import type { DataRequest } from '../data-request.ts';
import type { Reference } from '../reference-url.ts';
import { privilegeMissing, rowNotFound } from '../service-error.ts';
import { lockRow } from './lock-row.ts';
import { requirePrivilege } from './row-access.ts';

/**
 * The row that something is to point to, kept from being deleted until the transaction ends. One that the person may
 * not see is refused as one that is not there.
 */
export async function requireTarget(tx: Queryable, person: Person, { table, id }: Reference): Promise<Ownership> {
  if (person.access('Read', table) === 'none') throw privilegeMissing(privilegeName(table, 'Read'), person.id, 'Basic');
  const found = await lockRow(tx, { person, table, id, purpose: 'point to' });
  if (found.kind !== 'visible') throw rowNotFound(table.name, id);
  return found.ownership;
}

/**
 * Read and AppendTo on the row pointed to (docs/facts/dataverse.md §2.5). People, teams and business units are pointed to
 * by everyone: no role gives privileges on them (inferred).
 */
export async function requireAppendTo(tx: Queryable, person: Person, target: Reference): Promise<void> {
  const ownership = await requireTarget(tx, person, target);
  if (!target.table.isSystem) requirePrivilege(person, ['AppendTo', target.table], ownership);
}

function inLockOrder(a: Reference, b: Reference): number {
  return `${a.table.name} ${a.id}` < `${b.table.name} ${b.id}` ? -1 : 1;
}

/** Append on the row that points; clearing a lookup takes no more than Write (inferred). */
export async function requireLinks(
  tx: Queryable,
  { person, table }: DataRequest,
  { links }: RowChange,
  row: Ownership,
): Promise<void> {
  const targets = [...links.values()].filter((target) => target !== null);
  if (targets.length === 0) return;
  requirePrivilege(person, ['Append', table], row);
  for (const target of targets.sort(inLockOrder)) await requireAppendTo(tx, person, target);
}
