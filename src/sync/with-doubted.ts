import type { Checkpoint } from '../core/checkpoint.ts';
import type { Attempt } from '../core/failure.ts';
import { succeeded } from '../core/failure.ts';
import type { Portion } from '../service/service-client.ts';
import type { Pull } from './ask-portion.ts';
import { mostNamed, readNamed } from './read-named.ts';

/** More rows that a read did not bring are no accident of paging. */
const mostDoubted = 500;

/**
 * The last portion of a full read, with the rows that the read passed over. Links that count rows
 * (docs/facts/odata.md §1.2) leave one out for each that is deleted before it meanwhile: what is here and was not brought is
 * asked for by name before it counts as gone. A read of one portion passes over nothing, and one that ends with a delta
 * link is followed by what changed meanwhile.
 */
export async function withDoubted(pull: Pull, position: Checkpoint, portion: Portion): Promise<Attempt<Portion>> {
  if (position.kind !== 'reading' || position.next === null || position.isInitial) return succeeded(portion);
  if (portion.next !== null || portion.delta !== null) return succeeded(portion);
  const brought = portion.rows.map(({ key }) => key);
  const doubted = await pull.parts.store.notBrought(pull.table.name, brought);
  if (doubted.length > mostDoubted) return succeeded(portion);
  const rows = [...portion.rows];
  for (let from = 0; from < doubted.length; from += mostNamed) {
    const named = await readNamed(pull, doubted.slice(from, from + mostNamed));
    if (!named.ok) return named;
    rows.push(...named.value);
  }
  // What was asked for by name may come from another generation than the portion: then all of it is read anew.
  return succeeded({ ...portion, rows, epoch: pull.parts.service.namedEpoch() ?? portion.epoch });
}
