import type { DemoCounts } from '../demo-counts.ts';
import { dates, idOf, longText, type MakeRow, maybe, ownershipWithTeam, scriptOf, sourceOf } from '../demo-source.ts';
import { noteSubjects } from '../phrases.ts';
import type { Random } from '../random.ts';
import type { notedTables } from '../tables/note.ts';

type Regarding = { readonly table: (typeof notedTables)[number]; readonly kind: string; readonly index: number };

function regarding(index: number, counts: DemoCounts, random: Random): Regarding {
  const share = random.next();
  if (share < 0.5) return { table: 'msdyn_workorder', kind: 'work order', index: index % counts.workOrders };
  if (share < 0.75) return { table: 'account', kind: 'account', index: index % counts.accounts };
  if (share < 0.9) return { table: 'msdyn_customerasset', kind: 'customer asset', index: index % counts.assets };
  return { table: 'contact', kind: 'contact', index: index % counts.contacts };
}

export const noteRow: MakeRow = (index, counts, owners) => {
  const random = sourceOf('note', index);
  const about = regarding(index, counts, random);
  const accountIndex = about.index % counts.accounts;
  const script = scriptOf(accountIndex);
  const subject = random.pick(noteSubjects);
  const longest = random.chance(0.02) ? 200 : 5;
  return {
    annotationid: idOf('note', index),
    subject: random.chance(0.5) ? subject : `${subject}: ${random.pick(script.family)}, ${random.pick(script.cities)}`,
    notetext: maybe(random, 0.95, () => longText(random, script, 1 + random.below(longest))),
    objectid: idOf(about.kind, about.index),
    objectid_target: about.table,
    ...dates(random),
    ...ownershipWithTeam(accountIndex, owners, random),
  };
};
