import type { Queryable } from './database.ts';

/**
 * The register of devices. Without a link to people: it is of this service's present, left out of backups, and what a
 * restore empties must not be pointed to.
 */
export const deviceSchema: readonly string[] = [
  `create table landfall_device (
     person_id uuid not null, store_id uuid not null, name text not null, unsent integer not null,
     reported_ms bigint not null, replaced_by uuid, primary key (person_id, store_id))`,
];

export async function fromVersion2(tx: Queryable): Promise<void> {
  for (const statement of deviceSchema) await tx.query(statement);
}
