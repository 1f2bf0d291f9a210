import type { Change } from '../core/change.ts';
import type { PullStrategy } from '../core/checkpoint.ts';
import type { Attempt, Failure } from '../core/failure.ts';
import { failed, succeeded } from '../core/failure.ts';
import { isOptionRefused } from '../core/outcome.ts';
import type { BaseRow, DeltaLink, NextLink, RowAddress, RowKey } from '../core/row.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Reply } from './answer.ts';
import { createBatchSender } from './batch/send-batch.ts';
import type { Dialect, DialectAsk } from './dialects/dialect.ts';
import type { ExchangeParts } from './exchange.ts';
import { createExchange } from './exchange.ts';
import { readPortion, unreadable } from './portion.ts';
import { changedSince, firstRead, keysOnly, named } from './read-options.ts';
import type { ServiceRequest } from './request.ts';
import { get } from './request.ts';
import type { RowReader } from './row-reader.ts';
import { createRowReader } from './row-reader.ts';
import type { AppliedRow, KeyPortion, Outgoing, Portion, ServiceClient } from './service-client.ts';
import { type QueryOptions, resolveLink, rowPath, urlOf } from './url.ts';
import { selection, writeRequest } from './write.ts';

export interface ODataClientParts extends ExchangeParts {
  /** `url`: absolute, ending in a slash. */
  readonly environment: { readonly url: string };
  readonly dialect: Dialect;
  /** Rows asked for per answer; the service may give fewer, and never more than its own limit. */
  readonly portionRows: number;
  /** The table definitions this device has: a lookup is written with the entity set of its target. */
  readonly knownTables: () => Promise<readonly TableDefinition[]>;
}

/** The one client for every OData v4 service; what is peculiar to a kind of service is in its dialect. */
export function createODataClient(parts: ODataClientParts): ServiceClient {
  const root = new URL(parts.dialect.rootPath, parts.environment.url).href;
  const exchange = createExchange(parts);
  const readers = new WeakMap<TableDefinition, RowReader>();
  const pageSize = `odata.maxpagesize=${Math.min(parts.portionRows, parts.dialect.maxPortionRows)}`;

  const keyPageSize = `odata.maxpagesize=${parts.dialect.maxPortionRows}`;

  function readerOf(table: TableDefinition): RowReader {
    const reader = readers.get(table) ?? createRowReader(table);
    readers.set(table, reader);
    return reader;
  }

  function asking(signal: AbortSignal): DialectAsk {
    return {
      root,
      read: (url, prefer = []) => exchange(reading(url, { prefer }), signal),
      readXml: async (url) => {
        const reply = await exchange(reading(url, { accepts: 'xml' }), signal);
        return reply.ok ? succeeded(String(reply.value.body ?? '')) : reply;
      },
    };
  }

  function reading(url: string, asking: Pick<Partial<ServiceRequest>, 'prefer' | 'accepts'> = {}): ServiceRequest {
    return get(url, { ...asking, headers: parts.dialect.readHeaders });
  }

  function readSet(table: TableDefinition, options: QueryOptions, signal: AbortSignal, prefer = [pageSize]) {
    return readRows(table, reading(urlOf(root, table.setName, options), { prefer }), signal);
  }

  async function readRows(table: TableDefinition, request: ServiceRequest, signal: AbortSignal) {
    const reply = await exchange(request, signal);
    if (!reply.ok) return reply;
    return readPortion(reply.value, { table, readRow: readerOf(table), requestUrl: request.url });
  }

  async function row(address: RowAddress, table: TableDefinition, signal: AbortSignal) {
    const url = urlOf(root, rowPath(table, address.key), selection(table, parts.dialect));
    const reply = await exchange(reading(url), signal);
    if (reply.ok) return rowIn(reply.value, table);
    return parts.dialect.isRowGone(reply.failure) ? succeeded<BaseRow | null>(null) : reply;
  }

  /** It was applied: whatever hinders the reading back, the change must not be taken for refused. */
  async function rowAfter(change: Change, table: TableDefinition, signal: AbortSignal): Promise<Attempt<AppliedRow>> {
    const read = await row(change, table, signal);
    if (read.ok) return succeeded(read.value && { ...read.value, isReadAfter: true });
    return failed({ kind: 'network', message: `Applied, but not read back: ${read.failure.message}` });
  }

  function rowIn(reply: Reply, table: TableDefinition): Attempt<BaseRow | null> {
    const read = readerOf(table)(reply.body);
    return read.ok ? succeeded(read.row) : failed(unreadable(reply.status, read.message));
  }

  async function requestsOf(changes: readonly Outgoing[]): Promise<readonly ServiceRequest[]> {
    const known = new Map((await parts.knownTables()).map((one) => [one.name, one]));
    const addressOf = (name: string) => known.get(name) ?? null;
    return changes.map(({ change, table }) => writeRequest(change, { table, root, dialect: parts.dialect, addressOf }));
  }

  /** Some services take a second POST with one key for the new state of the row: it is looked for before. */
  async function isThereAlready({ change, table }: Outgoing, signal: AbortSignal): Promise<Attempt<boolean>> {
    const isRepeat = change.state.kind === 'sending' && change.state.isRepeat;
    if (change.kind !== 'create' || parts.dialect.creates !== 'post' || !isRepeat) return succeeded(false);
    const there = await row(change, table, signal);
    return there.ok ? succeeded(there.value !== null) : there;
  }

  /** Why a change is not to be sent; null if it is. */
  async function hindranceTo(sent: Outgoing, signal: AbortSignal): Promise<Failure | null> {
    const already = await isThereAlready(sent, signal);
    if (!already.ok) return already.failure;
    return already.value ? keyTaken : null;
  }

  async function applied({ change, table }: Outgoing, reply: Reply, signal: AbortSignal): Promise<Attempt<AppliedRow>> {
    if (change.kind === 'delete') return succeeded(null);
    // A service may answer 204 whatever was preferred; what it made of the row has to be read then.
    return reply.body === null ? rowAfter(change, table, signal) : rowIn(reply, table);
  }

  return {
    tables: (signal) => parts.dialect.tables(asking(signal)),

    count: (table, signal) => parts.dialect.count(asking(signal), table),

    definitionsVersion: (signal) => parts.dialect.definitionsVersion(asking(signal)),

    async readFirst(table: TableDefinition, strategy: PullStrategy, signal: AbortSignal): Promise<Attempt<Portion>> {
      const { dialect } = parts;
      if (strategy === 'delta link') {
        return await readSet(table, firstRead(table, strategy, dialect), signal, ['odata.track-changes', pageSize]);
      }
      const options = firstRead(table, strategy, dialect);
      const whole = await readSet(table, options, signal, [pageSize, ...dialect.countPreferences]);
      if (whole.ok || !dialect.mayRefuseOptions || !isOptionRefused(whole.failure)) return whole;
      const { count: _count, orderby: _orderby, ...bare } = options;
      // The order of changes is what that read is for; without it another strategy is chosen.
      const order = strategy === 'watermark' && options.orderby !== undefined ? { orderby: options.orderby } : {};
      return await readSet(table, { ...bare, ...order }, signal);
    },

    readSince: (table: TableDefinition, since: number | null, signal: AbortSignal): Promise<Attempt<Portion>> =>
      readSet(table, changedSince(table, since, parts.dialect), signal),

    readNamed: (table: TableDefinition, keys: readonly RowKey[], signal: AbortSignal): Promise<Attempt<Portion>> =>
      readSet(table, named(table, keys, parts.dialect), signal),

    async readKeys(table: TableDefinition, next: NextLink | null, signal: AbortSignal): Promise<Attempt<KeyPortion>> {
      const url = next === null ? urlOf(root, table.setName, keysOnly(table, parts.dialect)) : resolveLink(next, root);
      if (url === null) return failed(movedAway);
      const read = await readRows(table, reading(url, { prefer: [keyPageSize] }), signal);
      if (!read.ok) return read;
      const { rows, next: on, epoch } = read.value;
      return succeeded({ keys: rows.map(({ key }) => key), next: on, epoch });
    },

    async readOn(table: TableDefinition, link: NextLink | DeltaLink, signal: AbortSignal): Promise<Attempt<Portion>> {
      // A link of an older address of this service: void, and not to be sent our token.
      const url = resolveLink(link, root);
      if (url === null) return failed(movedAway);
      return readRows(table, reading(url, { prefer: [pageSize] }), signal);
    },

    row,

    namedEpoch: () => exchange.namedEpoch(),

    async send(change: Change, table: TableDefinition, signal: AbortSignal): Promise<Attempt<AppliedRow>> {
      const hindrance = await hindranceTo({ change, table }, signal);
      if (hindrance !== null) return failed(hindrance);
      const [request] = await requestsOf([{ change, table }]);
      if (request === undefined) throw new Error('a change has no request');
      const reply = await exchange(request, signal);
      return reply.ok ? applied({ change, table }, reply.value, signal) : reply;
    },

    ...createBatchSender({
      exchange,
      root,
      requestsOf,
      hindranceTo,
      applied,
    }),
  };
}

/** As a service says it that takes no second row of one key. */
const keyTaken = {
  kind: 'refused',
  status: 409,
  code: '',
  message: 'A row with this key is there already.',
  retryAfterMs: null,
} as const;

const movedAway = {
  kind: 'refused',
  status: 410,
  code: '',
  message: 'The service has another address now: the place reached in this table has to be found anew.',
  retryAfterMs: null,
} as const;
