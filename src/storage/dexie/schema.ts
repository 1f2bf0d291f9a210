/**
 * Version of what one person's database holds.
 * 1: the first form.
 * 2: settings, notices and checks; changes have a group, a merge note and an origin, parked ones a reason; deliveries
 *    keep what was sent and are found by their generation; conflicts know when and over what they were met, drafts the
 *    row they were begun on; checkpoints know since when a table that is read again was whole, what it was pulled with,
 *    and where a watermark stands; definitions say how keys are written, why no rows begin, which column tells of changes
 *    and what the profile keeps; tables that cannot be kept are named.
 */
export const schemaVersion = 2;

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
  deliveries: 'id, [table+ackedAtCommit], openIn, [table+epoch]',
  wakes: '++id',
  tables: '',
  drafts: '[table+key]',
  session: '',
  identity: '',
  settings: 'table',
  notices: 'id',
  checks: 'table',
} as const;

export type StoreName = keyof typeof schema;

/** Version 1 differs in having fewer stores, and an index less. */
export const schema1 = {
  ...without(schema, ['settings', 'notices', 'checks']),
  deliveries: 'id, [table+ackedAtCommit], openIn',
};

function without(all: { readonly [store: string]: string }, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}
