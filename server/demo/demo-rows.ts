import type { SqlValue } from '../database/database.ts';
import { type Script, scripts } from './names.ts';
import { faults, findings, jobTitles } from './phrases.ts';
import { type Random, randomFrom } from './random.ts';
import { industries } from './tables/account.ts';
import { contactMethods } from './tables/contact.ts';
import { priorities, systemStatuses } from './tables/work-order.ts';

export type DemoRow = Readonly<Record<string, SqlValue>>;
export type DemoCounts = { readonly accounts: number; readonly contacts: number; readonly workOrders: number };
type DemoOwner = { readonly id: string; readonly businessUnitId: string };
export type DemoOwners = { readonly dispatcher: DemoOwner; readonly technicians: readonly [DemoOwner, DemoOwner] };

export function demoCounts(scale: number): DemoCounts {
  const scaled = (count: number): number => Math.max(1, Math.round(count * scale));
  return { accounts: scaled(2_000), contacts: scaled(6_000), workOrders: scaled(12_000) };
}

/** Fixed, so that two first starts make the same rows byte for byte. */
const newestMs = Date.UTC(2026, 8, 30, 18);
const dayMs = 24 * 60 * 60_000;

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const cents = (random: Random, most: number): number => random.below(most * 100) / 100;
const maybe = <T>(random: Random, probability: number, make: () => T): T | null =>
  random.chance(probability) ? make() : null;

function dates(random: Random): { createdon: string; modifiedon: string } {
  const created = newestMs - random.below(720 * 24 * 60) * 60_000 - random.below(60) * 1000;
  return { createdon: iso(created), modifiedon: iso(created + Math.floor(random.next() * (newestMs - created))) };
}

// Every row has a random source of its own, so rows at a small scale are the first rows of a larger one.
const sourceOf = (table: string, index: number): Random => randomFrom(`${table} ${index}`);
const idOf = (table: string, index: number): string => randomFrom(`${table} id ${index}`).uuid();
const scriptOf = (accountIndex: number): Script => randomFrom(`script ${accountIndex}`).pick(scripts);

/** An account, its contacts and its work orders share an owner: what a technician sees hangs together. */
function ownership(accountIndex: number, owners: DemoOwners): { ownerid: string; owningbusinessunit: string } {
  const lot = accountIndex % 5;
  const owner = lot < 2 ? owners.technicians[0] : lot < 4 ? owners.technicians[1] : owners.dispatcher;
  return { ownerid: owner.id, owningbusinessunit: owner.businessUnitId };
}

function fullName(script: Script, given: string, family: string): string {
  return script.isFamilyFirst ? family + given : `${given} ${family}`;
}

function longText(random: Random, script: Script, sentences: number): string {
  const parts = Array.from({ length: sentences }, () => (random.chance(0.3) ? script.note : random.pick(findings)));
  return parts.join(random.chance(0.3) ? '\n\n' : ' ');
}

export function accountRow(index: number, counts: DemoCounts, owners: DemoOwners): DemoRow {
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
}

export function contactRow(index: number, counts: DemoCounts, owners: DemoOwners): DemoRow {
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
}

export function workOrderRow(index: number, counts: DemoCounts, owners: DemoOwners): DemoRow {
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
}
