import type { Queryable, SqlValue } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import type { Tables } from '../odata/table.ts';

type Owner = { readonly id: string; readonly unitId: string };

async function updateRows(
  tx: Queryable,
  tables: Tables,
  set: string,
  parameters: readonly SqlValue[],
): Promise<number> {
  let rows = 0;
  for (const table of tables.byName.values()) {
    if (table.ownership !== 'user') continue;
    const [changed] = await tx.query(
      `with changed as (update ${sqlName(table.name)} set ${set} where ownerid = $1::uuid returning 1)
       select count(*)::int as rows from changed`,
      parameters,
    );
    rows += Number(changed?.rows);
  }
  return rows;
}

/** Gives every row of one owner to another. How many. */
export function assignAllRows(tx: Queryable, tables: Tables, fromId: string, to: Owner): Promise<number> {
  return updateRows(tx, tables, 'ownerid = $2::uuid, owningbusinessunit = $3::uuid', [fromId, to.id, to.unitId]);
}

/** Rows follow their owner to another business unit, as in Dataverse (inferred). How many. */
export function moveAllRows(tx: Queryable, tables: Tables, owner: Owner): Promise<number> {
  return updateRows(tx, tables, 'owningbusinessunit = $2::uuid', [owner.id, owner.unitId]);
}
