import {
  dates,
  dayMs,
  idOf,
  iso,
  longText,
  type MakeRow,
  maybe,
  newestMs,
  ownership,
  scriptOf,
  sourceOf,
} from '../demo-source.ts';
import { crews } from '../phrases.ts';
import type { Random } from '../random.ts';
import { bookingStatuses } from '../tables/booking.ts';

const quarterMs = 15 * 60_000;

function statusAt(startMs: number, random: Random): number {
  const [scheduled, , , , completed, canceled] = bookingStatuses;
  if (startMs > newestMs) return random.chance(0.9) ? scheduled.value : canceled.value;
  return random.chance(0.8) ? completed.value : random.pick(bookingStatuses).value;
}

export const bookingRow: MakeRow = (index, counts, owners) => {
  const random = sourceOf('booking', index);
  // Every fourth is one more visit for the order before.
  const orderIndex = (index % 4 === 3 ? index - 1 : index) % counts.workOrders;
  const accountIndex = orderIndex % counts.accounts;
  const { ownerid, owningbusinessunit } = ownership(accountIndex, owners);
  const technician = owners.technicians.find(({ id }) => id === ownerid);
  const resource = technician !== undefined && random.chance(0.8) ? technician.fullName : random.pick(crews);
  const stamps = dates(random);
  const asked = Date.parse(stamps.createdon) + dayMs + random.below(14 * 24 * 4) * quarterMs;
  const startMs = asked - (asked % quarterMs);
  const minutes = 15 * (1 + random.below(24));
  return {
    bookableresourcebookingid: idOf('booking', index),
    name: `${String(10_001 + orderIndex)} ${resource}`,
    msdyn_fieldservicestatus: statusAt(startMs, random),
    msdyn_workorder: idOf('work order', orderIndex),
    msdyn_resourcename: resource,
    starttime: iso(startMs),
    endtime: iso(startMs + minutes * 60_000),
    duration: minutes,
    msdyn_milestraveled: maybe(random, 0.5, () => random.below(12_000) / 100),
    msdyn_acceptcascadecrewchanges: random.chance(0.1),
    msdyn_bookingnotes: maybe(random, 0.3, () => longText(random, scriptOf(accountIndex), 1 + random.below(2))),
    ...stamps,
    ownerid,
    owningbusinessunit,
  };
};
