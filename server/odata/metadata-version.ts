import { createHash } from 'node:crypto';
import type { Tables } from './table.ts';

/** Answers carry it, and the definition of many tables is long. */
const known = new WeakMap<Tables, string>();

/**
 * Digits that are another number after any change of the schema, and the same on every instance that serves the same
 * definition: Dataverse's `globalmetadataversion`, "will change when any schema change occurs"
 * (docs/facts/dataverse.md §2.1). It says nothing about order.
 */
export function metadataVersion(tables: Tables): string {
  const version = known.get(tables) ?? versionOf(tables);
  known.set(tables, version);
  return version;
}

function versionOf(tables: Tables): string {
  const definition = JSON.stringify([[...tables.byName.values()], tables.manyToMany]);
  const digest = createHash('sha256').update(definition).digest();
  return String(digest.readUIntBE(0, 6));
}
