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
import { machines } from '../phrases.ts';
import { registrationStatuses } from '../tables/customer-asset.ts';

export const customerAssetRow: MakeRow = (index, counts, owners) => {
  const random = sourceOf('customer asset', index);
  const accountIndex = index % counts.accounts;
  const script = scriptOf(accountIndex);
  const machine = random.pick(machines);
  const model = `${random.pick(['AX', 'KT', 'ZM', 'R'])}-${100 + 4 * random.below(60)}`;
  // The same account's asset before this one.
  const parent = index < counts.accounts ? null : index - counts.accounts;
  const degrees = (most: number): number => (random.below(20_000 * most) - 10_000 * most) / 10_000;
  const place = random.chance(0.6) ? { latitude: degrees(70), longitude: degrees(180) } : null;
  return {
    msdyn_customerassetid: idOf('customer asset', index),
    msdyn_name: random.chance(0.4)
      ? `${machine} ${model}`
      : `${machine} ${model}, ${random.pick(script.businesses)} ${random.pick(script.cities)}`,
    msdyn_account: maybe(random, 0.97, () => idOf('account', accountIndex)),
    msdyn_parentasset: maybe(random, 0.2, () => (parent === null ? null : idOf('customer asset', parent))),
    msdyn_serialnumber: maybe(random, 0.9, () => `${model}-${String(random.below(10_000_000)).padStart(7, '0')}`),
    msdyn_registrationstatus: maybe(random, 0.9, () => random.pick(registrationStatuses).value),
    msdyn_installdate: maybe(random, 0.8, () => iso(Date.UTC(2008, 0, 1) + random.below(6_500) * dayMs).slice(0, 10)),
    msdyn_purchaseprice: maybe(random, 0.6, () => cents(random, 60_000)),
    msdyn_latitude: place?.latitude ?? null,
    msdyn_longitude: place?.longitude ?? null,
    msdyn_alert: random.chance(0.1),
    msdyn_workinginstructions: maybe(random, 0.3, () => longText(random, script, 1 + random.below(3))),
    ...dates(random),
    ...ownership(accountIndex, owners),
  };
};
