/**
 * Version of what one person's database holds.
 * 1: the first form.
 */
export const schemaVersion = 1;

/** Stores and indexes, in Dexie's words. A change here needs a new version and a line in the history above. */
export const schema = {
  /** Base rows. No index: order and search are computed in memory, and each index entry costs as much as the row. */
  rows: '[table+key]',
  outbox: '++order, &id, [table+key]',
  checkpoints: 'table',
  readKeys: '++, table',
  lease: '',
  commitLog: '++number',
  /** `openIn` is the table of a delivery that was not seen back yet; IndexedDB has no index over null. */
  deliveries: 'id, [table+ackedAtCommit], openIn',
  wakes: '++id',
  tables: '',
  drafts: '[table+key]',
  session: '',
  identity: '',
} as const;

export type StoreName = keyof typeof schema;
