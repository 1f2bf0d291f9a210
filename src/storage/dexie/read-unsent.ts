import Dexie from 'dexie';
import type { Change } from '../../core/change.ts';
import type { TableDefinition } from '../../core/table.ts';
import { Codec } from './codec.ts';
import { definitionShape } from './definition-shape.ts';
import { toStoreFailure } from './failures.ts';
import { changeShape, identityShape } from './stored-shapes.ts';
import { isStored, upgradeChangeTo2 } from './upgrades.ts';

/** What a database holds of unsent work, as far as it can be read. */
export interface Unsent {
  readonly storeId: string;
  readonly outbox: readonly Change[];
  readonly tables: readonly TableDefinition[];
  readonly unreadable: number;
}

/**
 * Reads the outbox of a database as it lies there, of whatever version, and changes nothing: for one that the store
 * cannot open. Null if there is no such database.
 */
export async function readUnsent(name: string): Promise<Unsent | null> {
  if (!(await Dexie.exists(name))) return null;
  // Without versions Dexie takes the stores as it finds them.
  const dexie = new Dexie(name);
  const codec = new Codec(() => {});
  try {
    await dexie.open();
    const all = async (store: string): Promise<readonly unknown[]> =>
      dexie.tables.some((table) => table.name === store) ? await dexie.table(store).toArray() : [];
    const stored = await all('outbox');
    if (dexie.verno < 2) stored.filter(isStored).forEach(upgradeChangeTo2);
    const outbox = codec.readAll<Change>('outbox', changeShape, stored);
    const [identity] = codec.readAll<{ storeId: string }>('identity', identityShape, await all('identity'));
    const definitions: unknown = dexie.tables.some((table) => table.name === 'tables')
      ? await dexie.table('tables').get('only')
      : null;
    return {
      storeId: identity?.storeId ?? '',
      outbox,
      tables: Array.isArray(definitions)
        ? codec.readAll<TableDefinition>('tables', definitionShape, definitions.map(asOfToday))
        : [],
      unreadable: stored.length - outbox.length,
    };
  } catch (error) {
    throw toStoreFailure(error);
  } finally {
    dexie.close();
  }
}

/** Version 1 knew less of a table. */
function asOfToday(definition: unknown): unknown {
  const unknownThen = { modifiedColumn: null, rowFilter: null, intervalMs: null };
  return typeof definition === 'object' ? { ...unknownThen, ...definition } : definition;
}
