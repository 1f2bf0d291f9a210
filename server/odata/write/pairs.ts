import type { Queryable } from '../../database/database.ts';
import { sqlName } from '../../database/sql-name.ts';
import type { Person } from '../../identity/person.ts';
import type { Answer, DataContext, DataRequest } from '../data-request.ts';
import type { Navigation } from '../navigation.ts';
import type { Reference } from '../reference-url.ts';
import { duplicateKey, rowNotFound } from '../service-error.ts';
import { requireAppendTo, requireTarget } from './links.ts';
import { requirePrivilege } from './row-access.ts';

type Many = Navigation & { readonly kind: 'many' };
/** `row` is the addressed one. */
type Pair = { readonly navigation: Many; readonly row: Reference; readonly other: Reference };

/**
 * Append on the addressed row, AppendTo on the other (docs/facts/dataverse.md §2.5); that Write goes with Append there,
 * but not with AppendTo, is inferred: else nobody could point to what they may only read.
 */
async function requireBoth(tx: Queryable, person: Person, { row, other }: Pair): Promise<void> {
  const ownership = await requireTarget(tx, person, row);
  requirePrivilege(person, ['Write', row.table], ownership);
  requirePrivilege(person, ['Append', row.table], ownership);
  await requireAppendTo(tx, person, other);
}

function ends({ navigation, row, other }: Pair): readonly [string, string] {
  return navigation.near === 'first' ? [row.id, other.id] : [other.id, row.id];
}

/** The rows keep their ETags: a pair is in neither of them (inferred). */
function answer(kind: 'associate' | 'disassociate', { row }: Pair): Answer {
  return { status: 204, effect: { kind, table: row.table.name, id: row.id } };
}

/** @throws 412 where the pair is there already (inferred). */
export async function associate(context: DataContext, request: DataRequest, pair: Pair): Promise<Answer> {
  await context.database.tx(async (tx) => {
    await requireBoth(tx, request.person, pair);
    const made = await tx.query(
      `insert into ${sqlName(pair.navigation.relation.name)} (first_id, second_id) values ($1::uuid, $2::uuid)
       on conflict do nothing returning first_id`,
      ends(pair),
    );
    if (made.length === 0) throw duplicateKey();
  });
  return answer('associate', pair);
}

export async function disassociate(context: DataContext, request: DataRequest, pair: Pair): Promise<Answer> {
  await context.database.tx(async (tx) => {
    await requireBoth(tx, request.person, pair);
    const gone = await tx.query(
      `delete from ${sqlName(pair.navigation.relation.name)} where first_id = $1::uuid and second_id = $2::uuid
       returning first_id`,
      ends(pair),
    );
    if (gone.length === 0) throw rowNotFound(pair.other.table.name, pair.other.id);
  });
  return answer('disassociate', pair);
}
