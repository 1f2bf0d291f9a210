import { cents, dates, idOf, longText, type MakeRow, maybe, ownership, scriptOf, sourceOf } from '../demo-source.ts';
import { industries } from '../tables/account.ts';

export const accountRow: MakeRow = (index, counts, owners) => {
  const random = sourceOf('account', index);
  const script = scriptOf(index);
  const city = random.pick(script.cities);
  // Some names come twice on purpose: ties must be broken by the row key everywhere.
  const name = random.chance(0.08)
    ? random.pick(script.businesses)
    : `${random.pick(script.businesses)} ${random.pick(script.family)} ${city}`;
  const contacts = Math.floor(counts.contacts / counts.accounts);
  return {
    accountid: idOf('account', index),
    name,
    accountnumber: maybe(random, 0.9, () => `ACC-${String(index + 1).padStart(5, '0')}`),
    emailaddress1: maybe(random, 0.7, () => `service${index + 1}@example.com`),
    telephone1: maybe(random, 0.8, () => `+44 20 7946 ${String(random.below(10_000)).padStart(4, '0')}`),
    address1_city: maybe(random, 0.95, () => city),
    industrycode: maybe(random, 0.85, () => random.pick(industries).value),
    creditlimit: maybe(random, 0.6, () => cents(random, 250_000)),
    numberofemployees: maybe(random, 0.6, () => random.below(4_000)),
    donotemail: random.chance(0.2),
    description: maybe(random, 0.4, () => longText(random, script, 1 + random.below(4))),
    primarycontactid: maybe(random, 0.8, () =>
      contacts === 0 ? null : idOf('contact', index + counts.accounts * random.below(contacts)),
    ),
    ...dates(random),
    ...ownership(index, owners),
  };
};
