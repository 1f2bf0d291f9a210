import type { StoreFacts } from '../../core/facts.ts';
import type { Database } from '../records.ts';

const scope = [
  'tables',
  'checkpoints',
  'rows',
  'outbox',
  'lease',
  'wakes',
  'deliveries',
  'settings',
  'notices',
  'checks',
] as const;

export function storeFacts(database: Database): Promise<StoreFacts> {
  return database.read(scope, async (records) => {
    const tables = await records.tables.all();
    const checkpoints = await records.checkpoints.all();
    const names = new Set([...tables.map(({ name }) => name), ...checkpoints.map(({ table }) => table)]);
    const rowCounts: Record<string, number> = {};
    const hasVersions: Record<string, boolean> = {};
    for (const name of names) {
      rowCounts[name] = await records.rows.count(name);
      const [first] = (await records.rows.scan(name, null, 1)).rows;
      if (first !== undefined) hasVersions[name] = first.etag !== null;
    }
    return {
      tables,
      leftOut: await records.tables.leftOut(),
      checkpoints,
      rowCounts,
      hasVersions,
      outbox: await records.outbox.all(),
      lease: (await records.lease.get()) ?? null,
      wakes: await records.wakes.all(),
      deliveries: await records.deliveries.all(),
      settings: await records.settings.all(),
      notices: [...(await records.notices.all())].sort((a, b) => a.at - b.at),
      checks: await records.checks.all(),
    };
  });
}
