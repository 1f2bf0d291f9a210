import { memoryDatabase } from '../../src/storage/memory/memory-database.ts';
import type { Database, RecordKind, Records } from '../../src/storage/records.ts';
import { StoreFailure } from '../../src/storage/store.ts';
import type { Context } from './context.ts';
import type { ToldDisk } from './disk.ts';

/** A transaction that was committed. */
export interface Committed {
  readonly context: Context;
  readonly disk: ToldDisk;
  readonly scope: readonly RecordKind[];
}

export interface DatabaseParts {
  readonly context: Context;
  readonly disk: ToldDisk;
  readonly onCommit: (committed: Committed) => void;
  /** The context dies, and perhaps the browser with it. */
  readonly die: () => void;
}

type Kind = 'read' | 'write' | 'writeOnce';
type Body<T> = (records: Records) => Promise<T>;

/** How a transaction ends. Durability is strict: what was committed stays, whoever is killed. */
type Fate = 'done' | 'dies before' | 'dies within' | 'dies after' | 'lost before' | 'lost after' | 'no room';

class Torn extends Error {}

/** One context's connection: each transaction is an event of its own, at which that context may die. */
export function simulatedDatabase(parts: DatabaseParts): Database {
  const { context, disk } = parts;
  const inner = memoryDatabase(disk);

  function transact<T>(kind: Kind, scope: readonly RecordKind[], body: Body<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!context.isAlive) return;
      const latencyMs = context.world.choices.between(0, kind === 'read' ? 2 : 8);
      context.deliver(latencyMs, kind === 'read' ? 'reads' : 'writes', () => {
        void run(parts, inner, { kind, scope, body, resolve, reject });
      });
    });
  }

  return {
    read: (scope, body) => transact('read', scope, body),
    write: (scope, body) => transact('write', scope, body),
    writeOnce: (scope, body) => transact('writeOnce', scope, body),
    reconnect: () => transact('read', [], async () => {}),
    close: () => inner.close(),
  };
}

interface Transaction<T> {
  readonly kind: Kind;
  readonly scope: readonly RecordKind[];
  readonly body: Body<T>;
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
}

async function run<T>(parts: DatabaseParts, inner: Database, transaction: Transaction<T>): Promise<void> {
  const { context, disk } = parts;
  const { kind, scope, resolve, reject } = transaction;
  // It never ends: neither its code nor anybody else hears of it again.
  if (context.world.strikes('transaction hangs')) return;
  const fate = kind === 'read' ? 'done' : drawFate(context);
  if (fate === 'dies before') return parts.die();
  if (fate === 'no room') return reject(new StoreFailure('quota exceeded', 'no room'));
  if (fate === 'lost before' && kind === 'writeOnce') return reject(new StoreFailure('connection lost', 'lost'));
  const tornAfter = fate === 'dies within' ? context.world.choices.below(6) : Number.POSITIVE_INFINITY;
  disk.mutations = [];
  try {
    let result = await inner[kind](scope, torn(transaction.body, tornAfter));
    if (disk.mutations.length > 0) parts.onCommit({ context, disk, scope });
    if (fate === 'dies after' || fate === 'dies within') return parts.die();
    if (fate === 'lost after' && kind === 'writeOnce') return reject(new StoreFailure('connection lost', 'lost'));
    if (fate === 'lost after') {
      // The store runs it once more over a new connection.
      disk.mutations = [];
      result = await inner[kind](scope, transaction.body);
      if (disk.mutations.length > 0) parts.onCommit({ context, disk, scope });
    }
    resolve(result);
  } catch (error) {
    if (error instanceof Torn) parts.die();
    else reject(error);
  }
}

function drawFate({ world }: Context): Fate {
  const { pick } = world.choices;
  if (world.strikes('kill at a write')) return pick(['dies before', 'dies within', 'dies after'] as const);
  if (world.strikes('connection lost')) return pick(['lost before', 'lost after'] as const);
  return world.strikes('quota exceeded') ? 'no room' : 'done';
}

/** The body, torn off at its n-th call: what it did until then is rolled back. */
function torn<T>(body: Body<T>, after: number): Body<T> {
  if (after === Number.POSITIVE_INFINITY) return body;
  let calls = 0;
  const watched = <O extends object>(target: O): O =>
    new Proxy(target, {
      get(from, name, receiver) {
        const value: unknown = Reflect.get(from, name, receiver);
        if (typeof value === 'object' && value !== null) return watched(value);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          calls += 1;
          if (calls > after) throw new Torn();
          return Reflect.apply(value, from, given);
        };
      },
    });
  return (records) => body(watched(records));
}
