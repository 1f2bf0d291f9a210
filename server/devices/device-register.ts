import { type Database, type Queryable, type SqlRow, text } from '../database/database.ts';
import type { DeviceCookie } from './device-cookie.ts';
import type { DeviceReport } from './device-report.ts';

/** A device of the person who asks, as it reported last. */
export type KnownDevice = {
  readonly storeId: string;
  readonly name: string;
  readonly unsent: number;
  readonly reportedAt: string;
};

export type Known = {
  /** Earlier databases of this very browser, deleted by it, until the device says that it has told the person. */
  readonly replaced: readonly KnownDevice[];
  /** The person's other devices, the one that reported last first. */
  readonly others: readonly KnownDevice[];
};

export type DeviceRegister = {
  /** `cookie`: what this browser's last report was, if it still knows. */
  readonly report: (personId: string, report: DeviceReport, cookie: DeviceCookie | null) => Promise<Known>;
  readonly forget: (personId: string, storeId: string) => Promise<void>;
};

/** The ones that reported longest ago go first: a person who clears their browser every day fills no table. */
const mostDevices = 20;
const keptMs = 400 * 24 * 60 * 60_000;

function deviceOf(row: SqlRow): KnownDevice {
  return {
    storeId: text(row.store_id),
    name: text(row.name),
    unsent: Number(row.unsent),
    reportedAt: new Date(Number(row.reported_ms)).toISOString(),
  };
}

/** The database that this browser had before is replaced by the one that reports now. */
async function replace(tx: Queryable, personId: string, by: DeviceReport, cookie: DeviceCookie): Promise<void> {
  // The register may know less: it was restored, or did not hear of a report whose answer set the cookie.
  await tx.query(
    `insert into landfall_device (person_id, store_id, name, unsent, reported_ms, replaced_by)
     values ($1::uuid, $2::uuid, $3, $4::integer, $5::bigint, $6::uuid)
     on conflict (person_id, store_id) do update set replaced_by = excluded.replaced_by`,
    [personId, cookie.storeId, by.name, cookie.unsent, cookie.reportedMs, by.storeId],
  );
  // Deleted once more before it had told of the one before it.
  await tx.query(
    'update landfall_device set replaced_by = $3::uuid where person_id = $1::uuid and replaced_by = $2::uuid',
    [personId, cookie.storeId, by.storeId],
  );
}

async function prune(tx: Queryable, personId: string, nowMs: number): Promise<void> {
  await tx.query('delete from landfall_device where person_id = $1::uuid and reported_ms < $2::bigint', [
    personId,
    nowMs - keptMs,
  ]);
  await tx.query(
    `delete from landfall_device where person_id = $1::uuid and store_id in (
       select store_id from landfall_device where person_id = $1::uuid order by reported_ms desc, store_id offset ${mostDevices})`,
    [personId],
  );
}

export function createDeviceRegister(database: Database, now: () => number): DeviceRegister {
  return {
    report(personId, report, cookie) {
      const { storeId, name, unsent } = report;
      const nowMs = now();
      return database.tx(async (tx) => {
        if (cookie !== null && cookie.storeId !== storeId) await replace(tx, personId, report, cookie);
        await tx.query(
          `insert into landfall_device (person_id, store_id, name, unsent, reported_ms)
           values ($1::uuid, $2::uuid, $3, $4::integer, $5::bigint)
           on conflict (person_id, store_id) do update set
             name = excluded.name, unsent = excluded.unsent, reported_ms = excluded.reported_ms, replaced_by = null`,
          [personId, storeId, name, unsent, nowMs],
        );
        await prune(tx, personId, nowMs);
        const rows = await tx.query(
          `select store_id::text, name, unsent, reported_ms, replaced_by::text from landfall_device
           where person_id = $1::uuid and store_id <> $2::uuid order by reported_ms desc, store_id`,
          [personId, storeId],
        );
        return {
          replaced: rows.filter((row) => row.replaced_by === storeId).map(deviceOf),
          // Replaced by another one: that one tells.
          others: rows.filter((row) => row.replaced_by === null).map(deviceOf),
        };
      });
    },
    async forget(personId, storeId) {
      await database.query('delete from landfall_device where person_id = $1::uuid and store_id = $2::uuid', [
        personId,
        storeId,
      ]);
    },
  };
}
