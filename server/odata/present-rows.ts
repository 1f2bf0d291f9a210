import type { SqlRow } from '../database/database.ts';
import { type Annotate, annotatorFor } from './annotations.ts';
import { type Expansion, expansionName, readColumns } from './expansion.ts';
import { rowsByKey, type Viewer } from './linked-rows.ts';
import type { SingleNavigation } from './navigation.ts';
import { etagOf, type JsonRow, type JsonValue, toJson } from './row-json.ts';
import { type Column, type Table, targetColumn, wireName } from './table.ts';

/** What is shown of the rows of a table. */
export type Shape = {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly expansions: readonly Expansion[];
};

/** The key of the row that a navigation property leads to; null: to none of its target. */
function linkedKey(table: Table, navigation: SingleNavigation, row: SqlRow): string | null {
  const column = table.columns.find((one) => one.name === navigation.column);
  const target = column === undefined ? null : targetColumn(column);
  if (target !== null && row[target] !== navigation.target.name) return null;
  const key = row[navigation.column];
  return typeof key === 'string' ? key : null;
}

type Expanded = (row: SqlRow) => JsonValue;

function expandOwner({ request }: Viewer): Expanded {
  return (row) => {
    const owner = request.security.principals.get(String(row.ownerid));
    if (owner === undefined) return null;
    return { '@odata.type': `#Microsoft.Dynamics.CRM.${owner.kind}`, ownerid: owner.id };
  };
}

/** A row out of the person's sight is as good as none: null, as an empty lookup. */
async function expand(viewer: Viewer, table: Table, expansion: Expansion, rows: readonly SqlRow[]): Promise<Expanded> {
  if (expansion.kind === 'owner') return expandOwner(viewer);
  const { navigation } = expansion;
  const { target } = navigation;
  const keys = new Set(rows.flatMap((row) => linkedKey(table, navigation, row) ?? []));
  const columns = expansion.kind === 'reference' ? [] : readColumns(target, expansion.columns, expansion.expansions);
  const found = await rowsByKey(viewer, target, columns, keys);
  const shown = new Map<string, JsonValue>();
  if (expansion.kind === 'reference') {
    for (const key of found.keys()) shown.set(key, { '@odata.id': `${viewer.request.root}/${target.setName}(${key})` });
  } else {
    const inner = await presentRows(viewer, { ...expansion, table: target }, [...found.values()]);
    for (const [at, key] of [...found.keys()].entries()) {
      // Dataverse documents no ETag inside a single-valued expansion.
      const { '@odata.etag': _, ...row } = inner[at] ?? {};
      shown.set(key, row);
    }
  }
  return (row) => shown.get(linkedKey(table, navigation, row) ?? '') ?? null;
}

function presentRow(shape: Shape, row: SqlRow, annotate: Annotate): JsonRow {
  const json: JsonRow = { '@odata.etag': etagOf(row) };
  for (const column of shape.columns) {
    for (const [name, value] of annotate(column, row)) json[name] = value;
    json[wireName(column)] = toJson(column, row[column.name]);
  }
  return json;
}

/** Rows as the answer has them: with the annotations asked for, and the rows they point to where they are expanded. */
export async function presentRows(viewer: Viewer, shape: Shape, rows: readonly SqlRow[]): Promise<readonly JsonRow[]> {
  const annotate = await annotatorFor(viewer, shape.columns, rows);
  const json = rows.map((row) => presentRow(shape, row, annotate));
  for (const expansion of shape.expansions) {
    const expanded = await expand(viewer, shape.table, expansion, rows);
    for (const [at, row] of rows.entries())
      Object.assign(json[at] ?? {}, { [expansionName(expansion)]: expanded(row) });
  }
  return json;
}
