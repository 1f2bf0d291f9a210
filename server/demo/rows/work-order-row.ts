import type { DemoCounts } from '../demo-counts.ts';
import {
  cents,
  dates,
  dayMs,
  idOf,
  iso,
  longText,
  type MakeRow,
  maybe,
  ownership,
  scriptOf,
  sourceOf,
} from '../demo-source.ts';
import { faults } from '../phrases.ts';
import { priorities, systemStatuses } from '../tables/work-order.ts';

export const workOrderRow: MakeRow = (index, counts, owners) => {
  const random = sourceOf('work order', index);
  const accountIndex = index % counts.accounts;
  const script = scriptOf(accountIndex);
  const contacts = Math.floor(counts.contacts / counts.accounts);
  const status = random.pick(systemStatuses).value;
  const isDone = status === 690970003 || status === 690970004;
  const stamps = dates(random);
  const promisedMs = Date.parse(stamps.createdon) + (1 + random.below(28 * 24)) * 60 * 60_000;
  const longest = random.chance(0.03) ? 60 : 6;
  return {
    msdyn_workorderid: idOf('work order', index),
    msdyn_name: `${String(10_001 + index)} ${random.pick(faults)}`,
    msdyn_systemstatus: status,
    msdyn_priority: maybe(random, 0.9, () => random.pick(priorities).value),
    msdyn_serviceaccount: idOf('account', accountIndex),
    msdyn_reportedbycontact: maybe(random, 0.7, () =>
      contacts === 0 ? null : idOf('contact', accountIndex + counts.accounts * random.below(contacts)),
    ),
    msdyn_timefrompromised: maybe(random, 0.8, () => iso(promisedMs)),
    msdyn_completeddate: isDone ? iso(promisedMs + random.below(5) * dayMs).slice(0, 10) : null,
    msdyn_totalamount: maybe(random, 0.75, () => cents(random, 9_000)),
    msdyn_estimatedduration: maybe(random, 0.85, () => 15 * (1 + random.below(32))),
    msdyn_discount: maybe(random, 0.3, () => random.below(3_000) / 100),
    msdyn_istaxable: random.chance(0.8),
    msdyn_workordersummary: maybe(random, 0.8, () => longText(random, script, 1 + random.below(longest))),
    ...stamps,
    ...ownership(accountIndex, owners),
  };
};

/** Keys of the assets that an order serviced: of its account, mostly none. */
export function servicedAssets(index: number, counts: DemoCounts): readonly string[] {
  const random = sourceOf('serviced assets', index);
  const perAccount = Math.floor(counts.assets / counts.accounts);
  const accountIndex = index % counts.accounts;
  const wanted = perAccount === 0 || random.chance(0.7) ? 0 : 1 + random.below(2);
  const assets = Array.from({ length: wanted }, () => accountIndex + counts.accounts * random.below(perAccount));
  return [...new Set(assets)].map((asset) => idOf('customer asset', asset));
}
