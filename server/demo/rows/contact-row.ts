import {
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
import type { Script } from '../names.ts';
import { jobTitles } from '../phrases.ts';
import { contactMethods } from '../tables/contact.ts';

function fullName(script: Script, given: string, family: string): string {
  return script.isFamilyFirst ? family + given : `${given} ${family}`;
}

export const contactRow: MakeRow = (index, counts, owners) => {
  const random = sourceOf('contact', index);
  const accountIndex = index % counts.accounts;
  const script = scriptOf(accountIndex);
  const given = random.pick(script.given);
  const family = random.pick(script.family);
  return {
    contactid: idOf('contact', index),
    fullname: fullName(script, given, family),
    firstname: given,
    lastname: family,
    jobtitle: maybe(random, 0.7, () => random.pick(jobTitles)),
    emailaddress1: maybe(random, 0.75, () => `person${index + 1}@example.com`),
    mobilephone: maybe(random, 0.7, () => `+44 7700 900${String(random.below(1_000)).padStart(3, '0')}`),
    birthdate: maybe(random, 0.5, () => iso(Date.UTC(1950, 0, 1) + random.below(20_000) * dayMs).slice(0, 10)),
    preferredcontactmethodcode: maybe(random, 0.9, () => random.pick(contactMethods).value),
    donotphone: random.chance(0.15),
    description: maybe(random, 0.25, () => longText(random, script, 1 + random.below(3))),
    parentaccountid: maybe(random, 0.97, () => idOf('account', accountIndex)),
    ...dates(random),
    ...ownership(accountIndex, owners),
  };
};
