/** How the same column changed on both sides is settled: by the person, or by one side for all. */
export type ConflictPolicy = 'ask' | 'mine' | 'theirs';

/** What a person chose for one table on this device. */
export interface TableSettings {
  readonly table: string;
  readonly conflicts: ConflictPolicy;
  /** Between two pulls while the app is quiet, 5 minutes to a day; null for what the profile or the app says. */
  readonly intervalMs: number | null;
}

export const shortestIntervalMs = 5 * 60_000;
export const longestIntervalMs = 24 * 60 * 60_000;

function defaultSettings(table: string): TableSettings {
  return { table, conflicts: 'ask', intervalMs: null };
}

export function settingsOf(all: readonly TableSettings[], table: string): TableSettings {
  return all.find((one) => one.table === table) ?? defaultSettings(table);
}
