import type { Database, RecordKind, Records } from '../../src/storage/records.ts';

/** What was read from a database: how often a kind of record was asked by which call, and the bytes that came as JSON. */
export interface ReadCount {
  readonly calls: Map<string, number>;
  bytes: number;
  /** Base rows that came whole. */
  rows: number;
}

/** The database with every answer of its records counted. */
export function countingDatabase(database: Database, count: ReadCount): Database {
  const counting =
    <T>(body: (records: Records) => Promise<T>) =>
    (records: Records) =>
      body(counted(records, count));
  return {
    ...database,
    read: (scope, body) => database.read(scope, counting(body)),
    write: (scope, body) => database.write(scope, counting(body)),
    writeOnce: (scope, body) => database.writeOnce(scope, counting(body)),
  };
}

function counted(records: Records, count: ReadCount): Records {
  return new Proxy(records, {
    get: (target, kind) => ofKind(target[kind as RecordKind], kind as RecordKind, count),
  });
}

function ofKind(of: object, kind: RecordKind, count: ReadCount): object {
  return new Proxy(of, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...inputs: readonly unknown[]) => {
        const came: unknown = await call.apply(target, inputs);
        const words = `${kind}.${String(name)}`;
        count.calls.set(words, (count.calls.get(words) ?? 0) + 1);
        count.bytes += JSON.stringify(came instanceof Set ? [...came] : (came ?? null)).length;
        if (kind === 'rows' && Array.isArray(came) && name === 'getMany') count.rows += came.length;
        if (kind === 'rows' && name === 'get') count.rows += 1;
        return came;
      };
    },
  });
}
