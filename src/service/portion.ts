import * as v from 'valibot';
import type { Attempt, Failure } from '../core/failure.ts';
import { failed, succeeded } from '../core/failure.ts';
import type { BaseRow, DeltaLink, NextLink, RowKey } from '../core/row.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Reply } from './answer.ts';
import { readRemoval } from './removal.ts';
import type { RowReader } from './row-reader.ts';
import type { Portion } from './service-client.ts';
import { resolveLink } from './url.ts';

/** What surrounds the rows of an answer. */
const envelope = v.looseObject({
  value: v.array(v.unknown()),
  '@odata.nextLink': v.optional(v.string()),
  '@odata.deltaLink': v.optional(v.string()),
  '@odata.count': v.optional(v.number()),
  /** Dataverse stopped counting at 5,000. */
  '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': v.optional(v.boolean()),
});

export interface PortionSource {
  readonly table: TableDefinition;
  readonly readRow: RowReader;
  readonly requestUrl: string;
}

/**
 * The portion in an answer. One row that cannot be read makes the whole portion `unreadable`, naming table, row and
 * column: a checkpoint that moved past it would lose the row in silence, and law 7 with it.
 */
export function readPortion(reply: Reply, source: PortionSource): Attempt<Portion> {
  const bad = (what: string) => failed(unreadable(reply.status, what));
  const parsed = v.safeParse(envelope, reply.body);
  if (!parsed.success) return bad(`${source.table.name}: the answer has no list of rows`);
  const wire = parsed.output;
  const items = readItems(wire.value, source);
  if (!items.ok) return bad(items.message);
  const next = link(wire['@odata.nextLink'], source.requestUrl);
  const delta = link(wire['@odata.deltaLink'], source.requestUrl);
  if (next === 'foreign' || delta === 'foreign') return bad(`${source.table.name}: a link to another origin`);
  const isCapped = wire['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded'] === true;
  return succeeded({
    rows: items.rows,
    removals: items.removals,
    next: next as NextLink | null,
    delta: delta as DeltaLink | null,
    count: isCapped ? null : (wire['@odata.count'] ?? null),
    bytes: reply.bytes,
    epoch: reply.epoch,
    serviceAt: reply.serviceAt,
  });
}

type Items =
  | { readonly ok: true; readonly rows: readonly BaseRow[]; readonly removals: readonly RowKey[] }
  | { readonly ok: false; readonly message: string };

/** A row that came and left within one portion counts as what was said last. */
function readItems(value: readonly unknown[], source: PortionSource): Items {
  const rows = new Map<RowKey, BaseRow>();
  const removals = new Set<RowKey>();
  for (const item of value) {
    const removal = readRemoval(isRecord(item) ? item : {}, source.table);
    if (removal.isRemoval) {
      if (removal.key === null) return { ok: false, message: `${source.table.name}: a removal without a key` };
      rows.delete(removal.key);
      removals.add(removal.key);
      continue;
    }
    const read = source.readRow(item);
    if (!read.ok) return read;
    removals.delete(read.row.key);
    rows.set(read.row.key, read.row);
  }
  return { ok: true, rows: [...rows.values()], removals: [...removals] };
}

function link(said: string | undefined, requestUrl: string): string | null | 'foreign' {
  return said === undefined ? null : (resolveLink(said, requestUrl) ?? 'foreign');
}

function isRecord(item: unknown): item is { readonly [name: string]: unknown } {
  return typeof item === 'object' && item !== null;
}

export function unreadable(status: number, what: string): Failure {
  return { kind: 'unreadable', status, message: `The answer cannot be read: ${what}.` };
}
