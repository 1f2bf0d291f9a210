import { type Queryable, text } from '../database.ts';

export type FoundColumn = {
  /** As PostgreSQL writes it: `numeric(28,2)`, `timestamp with time zone`. */
  readonly type: string;
  readonly isNotNull: boolean;
};
export type FoundLink = {
  readonly name: string;
  readonly column: string;
  readonly target: string;
  readonly onDelete: 'set null' | 'restrict' | 'cascade';
};
export type FoundTable = {
  /** Columns of the primary key, in their order. */
  readonly key: readonly string[];
  readonly columns: ReadonlyMap<string, FoundColumn>;
  readonly links: readonly FoundLink[];
  /** The columns of each index, separated by commas. */
  readonly indexes: ReadonlySet<string>;
};
export type Catalog = ReadonlyMap<string, FoundTable>;

const ours = "c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and c.relkind = 'r'";
const columnNames = (keys: string): string =>
  `(select string_agg(k.attname, ',' order by u.at) from unnest(${keys}) with ordinality u(num, at)
    join pg_attribute k on k.attrelid = c.oid and k.attnum = u.num)`;

function deletion(code: string): FoundLink['onDelete'] {
  if (code === 'c') return 'cascade';
  return code === 'n' ? 'set null' : 'restrict';
}

/** What the database really has, whatever was written down about it. */
export async function readCatalog(db: Queryable): Promise<Catalog> {
  const columns = await db.query(
    `select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where ${ours} and a.attnum > 0 and not a.attisdropped`,
  );
  const links = await db.query(
    `select c.relname, o.conname, o.confdeltype::text as deletion, t.relname as target, ${columnNames('o.conkey')} as cols
     from pg_class c join pg_constraint o on o.conrelid = c.oid and o.contype = 'f' join pg_class t on t.oid = o.confrelid
     where ${ours}`,
  );
  const indexes = await db.query(
    `select c.relname, i.indisprimary, ${columnNames('i.indkey')} as cols
     from pg_class c join pg_index i on i.indrelid = c.oid where ${ours}`,
  );
  const catalog = new Map<string, FoundTable>();
  for (const name of new Set(columns.map((row) => text(row.relname)))) {
    const own = <T extends { readonly relname?: unknown }>(rows: readonly T[]): readonly T[] =>
      rows.filter((row) => row.relname === name);
    const primary = own(indexes).find((row) => row.indisprimary === true);
    catalog.set(name, {
      key: primary === undefined ? [] : text(primary.cols).split(','),
      columns: new Map(
        own(columns).map((row) => [text(row.attname), { type: text(row.type), isNotNull: row.attnotnull === true }]),
      ),
      links: own(links).map((row) => ({
        name: text(row.conname),
        column: text(row.cols),
        target: text(row.target),
        onDelete: deletion(text(row.deletion)),
      })),
      indexes: new Set(own(indexes).map((row) => String(row.cols))),
    });
  }
  return catalog;
}
