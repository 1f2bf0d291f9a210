import * as v from 'valibot';
import type { Attempt } from '../../core/failure.ts';
import { succeeded } from '../../core/failure.ts';
import type { TableDefinition } from '../../core/table.ts';
import { literal } from '../literal.ts';
import { urlOf } from '../url.ts';
import type { DialectAsk } from './dialect.ts';

/** Dataverse counts no further (docs/facts/dataverse.md §2.2). */
const cappedAt = 5000;

const totals = v.object({
  EntityRecordCountCollection: v.object({ Keys: v.array(v.string()), Values: v.array(v.number()) }),
});

const counted = v.object({ '@odata.count': v.number() });

/**
 * Rows of a table: `RetrieveTotalRecordCount` (of the whole organisation, up to a day old) where it is to be had, else
 * `$count`, which is null at its cap of 5,000.
 */
export async function countRows(ask: DialectAsk, table: TableDefinition): Promise<Attempt<number | null>> {
  const name = encodeURIComponent(literal({ kind: 'text', value: table.name }));
  const total = await ask.read(`${ask.root}RetrieveTotalRecordCount(EntityNames=[${name}])`);
  if (total.ok) {
    const said = v.safeParse(totals, total.value.body);
    const index = said.success ? said.output.EntityRecordCountCollection.Keys.indexOf(table.name) : -1;
    const value = said.success ? said.output.EntityRecordCountCollection.Values[index] : undefined;
    if (value !== undefined) return succeeded(value);
  } else if (total.failure.kind !== 'refused' || ![400, 403, 404, 501].includes(total.failure.status)) {
    return total;
  }
  const options = { select: table.keyColumn, top: '1', count: 'true' };
  const some = await ask.read(urlOf(ask.root, table.setName, options));
  if (!some.ok) return some;
  const said = v.safeParse(counted, some.value.body);
  return succeeded(said.success && said.output['@odata.count'] !== cappedAt ? said.output['@odata.count'] : null);
}
