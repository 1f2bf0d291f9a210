import { poorModel } from './poor-model.ts';

export type PoorRow = { readonly Id: string | number; readonly [column: string]: unknown };
export type PoorSet = 'Tickets' | 'Customers';

/** How poor it is: as it stands, it knows no ETags, no options, no `$batch`, no change tracking, no page size. */
export interface PoorLevers {
  /** Rows have ETags, and a change without If-Match is refused with 428. */
  hasETags: boolean;
  /** Next links are absolute instead of relative. */
  hasAbsoluteLinks: boolean;
  /** A key that is taken is an error of the database, 500, instead of 409. */
  saysDuplicatesWith500: boolean;
  /** Where no order is asked for, each portion is cut from another one. */
  hasUnstableOrder: boolean;
  /** It knows `$orderby`, `$count`, `$top` and `$filter` by keys; else it refuses them with 501. */
  knowsOptions: boolean;
  /** It answers a change with 204 and no row. */
  answersWithoutRow: boolean;
  pageRows: number;
}

/** What the service did to a row, in order, and at whose wish. */
export interface PoorEffect {
  readonly kind: 'create' | 'update' | 'delete';
  readonly set: PoorSet;
  readonly key: string;
  /** The columns that changed, as they are now and as they were. */
  readonly values: { readonly [column: string]: unknown };
  readonly before: { readonly [column: string]: unknown };
  readonly isOverHttp: boolean;
}

interface Stored {
  readonly row: PoorRow;
  readonly version: number;
}

/**
 * A service of OData 4 at its least, in memory, for the tests of the client: no code of the app, and nothing it does well.
 * `put` and `remove` are other people's doings.
 */
export class PoorService {
  readonly levers: PoorLevers = {
    hasETags: false,
    hasAbsoluteLinks: false,
    saysDuplicatesWith500: false,
    hasUnstableOrder: false,
    knowsOptions: true,
    answersWithoutRow: false,
    pageRows: 20,
  };
  readonly effects: PoorEffect[] = [];
  readonly requests: string[] = [];
  readonly #sets: { readonly [set in PoorSet]: Map<string, Stored> } = { Tickets: new Map(), Customers: new Map() };
  #versions = 0;
  #answers = 0;

  rows(set: PoorSet): readonly PoorRow[] {
    return [...this.#sets[set].values()].map(({ row }) => row);
  }

  row(set: PoorSet, key: string | number): PoorRow | null {
    return this.#sets[set].get(String(key))?.row ?? null;
  }

  put(set: PoorSet, row: PoorRow): void {
    this.#write(set, { ...this.row(set, row.Id), ...row }, false);
  }

  remove(set: PoorSet, key: string | number): void {
    if (this.#sets[set].delete(String(key)))
      this.effects.push({ kind: 'delete', set, key: String(key), values: {}, before: {}, isOverHttp: false });
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    this.requests.push(`${request.method} ${decodeURIComponent(url.pathname + url.search)}`);
    this.#answers += 1;
    const [, set, , key] =
      /^\/odata\/(\w*|\$metadata|\$batch)(\((.*)\))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (set === '$metadata') return new Response(poorModel, { headers: { 'content-type': 'application/xml' } });
    if (set !== 'Tickets' && set !== 'Customers') return refusal(404, 'There is nothing of that name.');
    if (key === undefined) return request.method === 'POST' ? await this.#create(set, request) : this.#list(set, url);
    return await this.#one(set, { key, request });
  }

  #list(set: PoorSet, url: URL): Response {
    const asked = url.searchParams;
    const known = this.levers.knowsOptions ? ['$orderby', '$count', '$top', '$skip', '$filter', '$select'] : ['$skip'];
    const unknown = [...asked.keys()].find((name) => !known.includes(name));
    if (unknown !== undefined) return refusal(501, `${unknown} is not known here.`);
    const all = [...this.#sets[set].values()].filter(byKeys(asked.get('$filter')));
    const isOrdered = asked.get('$orderby') === 'Id';
    if (isOrdered) all.sort((a, b) => (a.row.Id < b.row.Id ? -1 : 1));
    else if (this.levers.hasUnstableOrder) all.unshift(...all.splice(this.#answers % (all.length || 1)));
    const from = Number(asked.get('$skip') ?? 0);
    const most = Math.min(this.levers.pageRows, Number(asked.get('$top') ?? this.levers.pageRows));
    const left = all.length - from - most;
    asked.set('$skip', String(from + most));
    const relative = `${set}?${decodeURIComponent(asked.toString())}`;
    const link = this.levers.hasAbsoluteLinks ? `${url.origin}/odata/${relative}` : relative;
    return json(200, {
      '@odata.context': `$metadata#${set}`,
      ...(asked.get('$count') === 'true' && { '@odata.count': all.length }),
      ...(left > 0 && !asked.has('$top') && { '@odata.nextLink': link }),
      value: all.slice(from, from + most).map((stored) => this.#wire(stored)),
    });
  }

  async #create(set: PoorSet, request: Request): Promise<Response> {
    const values: PoorRow = JSON.parse(await request.text());
    const key = set === 'Customers' ? this.#sets[set].size + 1000 : values.Id;
    if (this.#sets[set].has(String(key))) {
      if (this.levers.saysDuplicatesWith500) return refusal(500, 'UNIQUE constraint failed: Tickets.Id');
      return refusal(409, 'There is a row with this key.');
    }
    return this.#answer(201, this.#write(set, { ...values, Id: key }, true));
  }

  async #one(set: PoorSet, asked: { readonly key: string; readonly request: Request }): Promise<Response> {
    const { key, request } = asked;
    const stored = this.#sets[set].get(key);
    if (stored === undefined) return refusal(404, 'There is no such row.');
    if (request.method === 'GET') return json(200, this.#wire(stored));
    if (this.levers.hasETags) {
      const match = request.headers.get('if-match');
      if (match === null) return refusal(428, 'Say which version you mean.');
      if (match !== etagOf(stored)) return refusal(412, 'Precondition Failed');
    }
    if (request.method === 'DELETE') {
      this.#sets[set].delete(key);
      this.effects.push({ kind: 'delete', set, key, values: {}, before: {}, isOverHttp: true });
      return new Response(null, { status: 204 });
    }
    const values = JSON.parse(await request.text());
    // Nobody writes a version that a later one than the one that was matched has replaced meanwhile.
    if (this.#sets[set].get(key) !== stored)
      return this.#one(set, { key, request: new Request(request, { body: JSON.stringify(values) }) });
    return this.#answer(200, this.#write(set, { ...stored.row, ...values }, true));
  }

  #write(set: PoorSet, row: PoorRow, isOverHttp: boolean): Stored {
    this.#versions += 1;
    const key = String(row.Id);
    const before = this.#sets[set].get(key)?.row;
    const stored = { row, version: this.#versions };
    this.#sets[set].set(key, stored);
    const changed = Object.keys(row).filter((name) => before?.[name] !== row[name]);
    const only = (of: PoorRow | undefined) => Object.fromEntries(changed.map((name) => [name, of?.[name]]));
    const kind = before === undefined ? 'create' : 'update';
    this.effects.push({ kind, set, key, values: only(row), before: only(before), isOverHttp });
    return stored;
  }

  #wire(stored: Stored): object {
    return this.levers.hasETags ? { '@odata.etag': etagOf(stored), ...stored.row } : stored.row;
  }

  #answer(status: number, stored: Stored): Response {
    if (this.levers.answersWithoutRow) {
      return new Response(null, { status: 204, headers: this.levers.hasETags ? { etag: etagOf(stored) } : {} });
    }
    return json(status, this.#wire(stored));
  }
}

/** `Id eq a or Id eq b`. */
function byKeys(filter: string | null): (stored: Stored) => boolean {
  if (filter === null) return () => true;
  const keys = new Set(filter.split(' or ').map((one) => one.replace(/^\(?Id eq /, '').replace(/[')]/g, '')));
  return ({ row }) => keys.has(String(row.Id));
}

function etagOf({ version }: Stored): string {
  return `W/"${version}"`;
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

function refusal(status: number, message: string): Response {
  return json(status, { error: { code: String(status), message } });
}
