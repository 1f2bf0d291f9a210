import { type Queryable, text } from '../database/database.ts';

type StoredColumn = { readonly name: string; readonly type: string };
export type StoredTable = {
  readonly name: string;
  readonly columns: readonly StoredColumn[];
  /** Whether the transaction that wrote a row stands in it (`xid`): told anew wherever the row is written. */
  readonly isStamped: boolean;
};

const inSchema = "c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and c.relkind = 'r'";

const leftOut = "'landfall_tombstone', 'landfall_sign_in', 'landfall_import', 'landfall_device'";

async function readLinks(db: Queryable): Promise<readonly (readonly [string, string])[]> {
  const rows = await db.query(
    `select c.relname, t.relname as target from pg_constraint o
       join pg_class c on c.oid = o.conrelid join pg_class t on t.oid = o.confrelid
     where ${inSchema} and o.contype = 'f' and not o.condeferrable and c.oid <> t.oid order by 1, 2`,
  );
  return rows.map((row) => [text(row.relname), text(row.target)] as const);
}

/** A table after those that its rows point to, where the database does not wait for the end of a transaction. */
function inOrder(
  tables: readonly StoredTable[],
  links: readonly (readonly [string, string])[],
): readonly StoredTable[] {
  const done: StoredTable[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const open = new Set(left.map(({ name }) => name));
    const ready = left.filter(({ name }) => links.every(([from, to]) => from !== name || !open.has(to)));
    if (ready.length === 0) throw new Error('tables point to each other in a circle');
    done.push(...ready);
    left = left.filter((table) => !ready.includes(table));
  }
  return done;
}

/**
 * All that is kept, from the database's own catalog: also tables that the present definition no longer serves. Left
 * out are removals, which are for delta links, and those end with a restore; and what is of the service's present:
 * attempts to sign in, and what devices last said of themselves.
 */
export async function readStoredTables(db: Queryable): Promise<readonly StoredTable[]> {
  const rows = await db.query(
    `select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where ${inSchema} and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname not in (${leftOut})
     order by c.relname, a.attnum`,
  );
  const tables = new Map<string, StoredColumn[]>();
  for (const row of rows) {
    const name = text(row.relname);
    const columns = tables.get(name) ?? [];
    columns.push({ name: text(row.attname), type: text(row.type) });
    tables.set(name, columns);
  }
  const stored = [...tables].map(([name, columns]) => ({
    name,
    columns: columns.filter(({ type }) => type !== 'xid8'),
    isStamped: columns.some(({ type }) => type === 'xid8'),
  }));
  return inOrder(stored, await readLinks(db));
}
