import type { SqlRow } from '../../database/database.ts';
import type { Answer, DataContext, DataRequest } from '../data-request.ts';
import type { Navigation } from '../navigation.ts';
import type { Reference } from '../reference-url.ts';
import { badValue, rowNotFound } from '../service-error.ts';
import { targetColumn } from '../table.ts';
import { requireTarget } from './links.ts';
import { updateExisting } from './update-row.ts';

type Collection = Navigation & { readonly kind: 'collection' };
/** `row` is the addressed one, `other` the one that points to it, or is to. */
type CollectionLink = { readonly navigation: Collection; readonly row: Reference; readonly other: Reference };

/** The preconditions of the request are about the addressed row, which does not change. */
function aboutOther(request: DataRequest, { other }: CollectionLink): DataRequest {
  return { ...request, table: other.table, ifMatch: null, ifNoneMatch: null };
}

async function point(context: DataContext, request: DataRequest, link: CollectionLink, to: Reference | null) {
  const { navigation, row, other } = link;
  const { column } = navigation;
  if (column.isReadOnly) throw badValue(`Column '${column.name}' is read-only.`);
  if (to === null && column.isRequired) {
    throw badValue(`Column '${column.name}' of '${other.table.name}' is required and cannot be empty.`);
  }
  const requirePointing = (before: SqlRow): void => {
    const target = targetColumn(column);
    const isHere = target === null || before[target] === row.table.name;
    if (before[column.name] !== row.id || !isHere) throw rowNotFound(other.table.name, other.id);
  };
  const change = { key: null, values: new Map(), links: new Map([[column, to]]), owner: null };
  await context.database.tx(async (tx) => {
    await requireTarget(tx, request.person, row);
    const existing = { id: other.id, change };
    const check = { columns: [column], check: requirePointing };
    await updateExisting(tx, aboutOther(request, link), to === null ? { ...existing, ...check } : existing);
  });
  const effect = { kind: 'update', table: other.table.name, id: other.id } as const;
  return { status: 204, effect } as const;
}

/** 1:N: the other row points to the addressed one from now on. */
export function addToCollection(context: DataContext, request: DataRequest, link: CollectionLink): Promise<Answer> {
  return point(context, request, link, link.row);
}

export function removeFromCollection(
  context: DataContext,
  request: DataRequest,
  link: CollectionLink,
): Promise<Answer> {
  return point(context, request, link, null);
}
