import Dexie from 'dexie';

/**
 * IndexedDB for Dexie, careful with databases of newer builds: where one lacks a store or an index that this build knows,
 * Dexie (4.4) adds it at opening and raises the native version, and the newer build could not open its own database any
 * more. A connection that is closed when Dexie gets it cannot be looked at, so nothing is added; the guards of
 * `connection.ts` refuse it then.
 *
 * @param version the highest that this build knows
 */
export function carefulFactory(version: number): IDBFactory {
  const factory = Dexie.dependencies.indexedDB;
  return {
    open(name, native) {
      const request = native === undefined ? factory.open(name) : factory.open(name, native);
      request.addEventListener('success', () => {
        if (isNewer(request.result, version)) request.result.close();
      });
      return request;
    },
    cmp: (first, second) => factory.cmp(first, second),
    databases: () => factory.databases(),
    deleteDatabase: (name) => factory.deleteDatabase(name),
  };
}

/** Native versions are Dexie's times ten, and up to nine more where Dexie has mended a schema. */
export function isNewer(database: { readonly version: number }, version: number): boolean {
  return Math.floor(database.version / 10) > version;
}
