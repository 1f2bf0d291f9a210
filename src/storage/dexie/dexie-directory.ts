import Dexie, { type Table } from 'dexie';
import * as v from 'valibot';
import { type Account, dialectNames, type Environment } from '../../core/session.ts';
import type { Directory } from '../directory.ts';
import { StoreFailure } from '../store.ts';
import { Connection, type ConnectionNews, carefulOptions } from './connection.ts';
import { toStoreFailure } from './failures.ts';

/**
 * Version of the directory database.
 * 1: accounts by database name; `kept` holds the current account's database name, the environments, and the browser last seen.
 */
export const directoryVersion = 1;

const environmentShape = v.object({
  id: v.string(),
  name: v.string(),
  url: v.string(),
  dialect: v.picklist(dialectNames),
  signIn: v.exactOptional(v.literal('none')),
  portionRows: v.exactOptional(v.number()),
  profile: v.exactOptional(
    v.variant('kind', [
      v.object({ kind: v.literal('everything') }),
      v.object({
        kind: v.literal('tables'),
        otherTables: v.picklist(['all', 'none']),
        tables: v.array(
          v.object({
            name: v.string(),
            columns: v.union([v.literal('all'), v.array(v.string())]),
            filter: v.nullable(v.string()),
            intervalMs: v.nullable(v.number()),
          }),
        ),
      }),
    ]),
  ),
});
const seenInShape = v.object({
  browserMajor: v.nullable(v.number()),
  install: v.picklist(['installed', 'tab', 'unknown']),
});
const accountShape = v.object({
  database: v.string(),
  environment: environmentShape,
  person: v.object({ id: v.string(), name: v.string() }),
});

/** The one database that all people of this device share. */
export function openDexieDirectory(
  name = 'landfall-directory',
  report: (news: ConnectionNews) => void = () => {},
): Directory {
  const dexie = new Dexie(name, carefulOptions(directoryVersion));
  dexie.version(directoryVersion).stores({ accounts: 'database', kept: '' });
  const connection = new Connection(dexie, { version: directoryVersion, tell: report, storeId: () => null });
  const failing = <T>(run: () => Promise<T>) => overConnection(connection, run);
  const accounts: Table<unknown, string> = dexie.table('accounts');
  const kept: Table<unknown, string> = dexie.table('kept');

  return {
    accounts: () => failing(async () => readAccounts(await accounts.toArray())),
    saveAccount: (account) => failing(async () => void (await accounts.put(account))),
    current: () =>
      failing(async () => {
        const database = await kept.get('current');
        if (typeof database !== 'string') return null;
        return readAccounts([await accounts.get(database)])[0] ?? null;
      }),
    setCurrent: (database) => failing(async () => void (await kept.put(database, 'current'))),
    environments: () =>
      failing(async () => {
        const list = await kept.get('environments');
        return Array.isArray(list) ? list.filter((one): one is Environment => v.is(environmentShape, one)) : [];
      }),
    saveEnvironments: (environments) => failing(async () => void (await kept.put(environments, 'environments'))),
    seenIn: () =>
      failing(async () => {
        const seen = await kept.get('seen in');
        return v.is(seenInShape, seen) ? seen : { browserMajor: null, install: 'unknown' as const };
      }),
    saveSeenIn: (seenIn) => failing(async () => void (await kept.put(seenIn, 'seen in'))),
    close: () => connection.close(),
  };
}

function readAccounts(stored: readonly unknown[]): readonly Account[] {
  return stored.filter((one): one is Account => v.is(accountShape, one));
}

/** Once more over a new connection, if the old one was lost: nothing here has another effect if it is done twice. */
async function overConnection<T>(connection: Connection, run: () => Promise<T>): Promise<T> {
  connection.throwIfRefused();
  try {
    return await run();
  } catch (error) {
    const failure = toStoreFailure(error);
    if (!(failure instanceof StoreFailure) || failure.kind !== 'connection lost') throw failure;
    connection.dexie.close({ disableAutoOpen: false });
    await connection.open();
    return await run();
  }
}
