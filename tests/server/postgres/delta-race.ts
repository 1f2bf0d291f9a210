import { setTimeout } from 'node:timers/promises';
import { type Database, DatabaseUnavailable, type Queryable } from '../../../server/database/database.ts';
import { type Random, randomFrom } from '../../../server/demo/random.ts';

/** Row key → version and name of the row. */
export type Replica = Map<string, string>;

/** One reader's way of following the table: each call reads one portion into the replica. */
export type Feed = (replica: Replica) => Promise<'more' | 'caught up'>;

/** Keys of rows of the demo data that new rows are copies of. */
export type Models = { readonly account: string; readonly contact: string };

export type Race = {
  readonly database: Database;
  readonly models: Models;
  readonly openFeed: () => Feed;
};

const writers = 8;
const readers = 2;
const transactionsPerWriter = 30;
const accounts = 40;
const contacts = 8;

type Statement = {
  readonly kind: 'upsert' | 'update' | 'delete' | 'delete contact';
  readonly id: string;
  readonly contact: string;
  readonly name: string;
  readonly savepoint: 'none' | 'released' | 'rolled back';
  readonly pauseMs: number;
};
type Transaction = { readonly statements: readonly Statement[]; readonly isRolledBack: boolean };

type Keys = { readonly accounts: readonly string[]; readonly contacts: readonly string[] };

function planStatement(random: Random, keys: Keys): Statement {
  return {
    kind: random.pick(['upsert', 'upsert', 'upsert', 'update', 'update', 'delete', 'delete', 'delete contact']),
    id: random.pick(keys.accounts),
    contact: random.pick(keys.contacts),
    name: `name ${random.below(1e6)}`,
    savepoint: random.pick(['none', 'none', 'released', 'rolled back']),
    pauseMs: random.below(4),
  };
}

/** Planned before it runs: a transaction that is run again after a deadlock has to do the same. */
function planTransaction(random: Random, keys: Keys): Transaction {
  const statements = Array.from({ length: 1 + random.below(3) }, () => planStatement(random, keys));
  return { statements, isRolledBack: random.chance(0.1) };
}

async function execute(tx: Queryable, statement: Statement, models: Models): Promise<void> {
  const { kind, id, contact, name } = statement;
  switch (kind) {
    case 'upsert': {
      await tx.query(
        `insert into account select (json_populate_record(model, $1::json)).* from account model
         where model.accountid = $2::uuid on conflict (accountid) do update set name = excluded.name`,
        [JSON.stringify({ accountid: id, name, primarycontactid: null }), models.account],
      );
      return;
    }
    case 'update':
      await tx.query(
        `update account set name = $2,
           primarycontactid = (select contactid from contact where contactid = $3::uuid for key share)
         where accountid = $1::uuid`,
        [id, name, contact],
      );
      return;
    case 'delete':
      await tx.query('delete from account where accountid = $1::uuid', [id]);
      return;
    case 'delete contact':
      // Takes the links to it away, which changes the accounts that had them.
      await tx.query('delete from contact where contactid = $1::uuid', [contact]);
      await tx.query(
        `insert into contact select (json_populate_record(model, $1::json)).* from contact model
         where model.contactid = $2::uuid on conflict do nothing`,
        [JSON.stringify({ contactid: contact, parentaccountid: null }), models.contact],
      );
      return;
  }
}

const undone = new Error('rolled back on purpose');

async function runTransaction(race: Race, plan: Transaction): Promise<void> {
  const done = race.database.tx(async (tx) => {
    for (const statement of plan.statements) {
      if (statement.savepoint !== 'none') await tx.query('savepoint s');
      await execute(tx, statement, race.models);
      if (statement.savepoint === 'rolled back') await tx.query('rollback to savepoint s');
      if (statement.savepoint === 'released') await tx.query('release savepoint s');
      await setTimeout(statement.pauseMs);
    }
    if (plan.isRolledBack) throw undone;
  });
  await done.catch((error: unknown) => {
    // Given up after too many deadlocks: rolled back as well.
    const isContended = error instanceof DatabaseUnavailable && error.kind === 'busy';
    if (error !== undone && !isContended) throw error;
  });
}

async function write(race: Race, random: Random, keys: Keys): Promise<void> {
  for (let count = 0; count < transactionsPerWriter; count++) {
    await runTransaction(race, planTransaction(random, keys));
    await setTimeout(random.below(3));
  }
}

/** Reads on until it has caught up with a table that nobody changes any more. */
async function read(race: Race, random: Random, isQuiet: () => boolean): Promise<Followed> {
  const feed = race.openFeed();
  const replica: Replica = new Map();
  let overtaken = 0;
  for (;;) {
    const wasQuiet = isQuiet();
    let state: 'more' | 'caught up' = 'more';
    while (state === 'more') {
      state = await feed(replica);
      await setTimeout(random.below(4));
      if (state === 'more' && !isQuiet()) overtaken += 1;
    }
    if (wasQuiet) return { replica, overtaken };
  }
}

type Followed = { readonly replica: Replica; readonly overtaken: number };

export type Outcome = {
  readonly stale: number;
  readonly missing: number;
  readonly ghosts: number;
  /** Portions that another one followed while the writers were at work. */
  readonly overtaken: number;
};

function compare({ replica, overtaken }: Followed, table: Replica): Outcome {
  let [stale, missing, ghosts] = [0, 0, 0];
  for (const [id, row] of table) {
    if (!replica.has(id)) missing += 1;
    else if (replica.get(id) !== row) stale += 1;
  }
  for (const id of replica.keys()) if (!table.has(id)) ghosts += 1;
  return { stale, missing, ghosts, overtaken };
}

/**
 * The race of docs/facts/odata.md §5.1: writers with short transactions on few rows, readers that keep a replica from
 * their feed alone, portion by portion, while the writing goes on. Ends after a number of transactions, and gives how
 * each replica then differs from the table.
 */
export async function runRace(race: Race, seed: string): Promise<readonly Outcome[]> {
  const sourceOf = (name: string): Random => randomFrom(`${seed} ${name}`);
  const keySource = sourceOf('keys');
  const uuids = (length: number): readonly string[] => Array.from({ length }, () => keySource.uuid());
  const keys = { accounts: uuids(accounts), contacts: uuids(contacts) };
  let isQuiet = false;
  const writing = Promise.all(
    Array.from({ length: writers }, (_, at) => write(race, sourceOf(`writer ${at}`), keys)),
  ).finally(() => {
    isQuiet = true;
  });
  const reading = Array.from({ length: readers }, (_, at) => read(race, sourceOf(`reader ${at}`), () => isQuiet));
  const [followed] = await Promise.all([Promise.all(reading), writing]);
  const rows = await race.database.query('select accountid, ver, name from account');
  const table: Replica = new Map(rows.map((row) => [String(row.accountid), `${row.ver} ${row.name}`]));
  // Or the readers of later runs would still be at these rows when their own writers are done.
  await race.database.query("delete from account where name like 'name %'");
  return followed.map((one) => compare(one, table));
}
