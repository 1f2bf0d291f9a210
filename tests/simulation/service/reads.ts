import { json, type ModelAnswer, type ModelRequest, refusal } from './answer.ts';
import { isAsked, placeOf, type Query, queryOf } from './query.ts';
import type { ModelRow, ModelRows } from './rows.ts';
import type { ModelTable } from './tables.ts';

/** Where a link leads: on through the rows of a question, or on through what changed. */
export type Place =
  | {
      readonly kind: 'rows';
      readonly table: string;
      readonly query: Query;
      readonly after: string;
      readonly asOf: number;
      readonly isTracked: boolean;
      readonly epoch: number;
    }
  | {
      readonly kind: 'changes';
      readonly table: string;
      readonly since: number;
      /** Where the delta link stood that this goes on from. */
      readonly begun: number;
      readonly epoch: number;
    };

export interface ReadSettings {
  readonly removalShape: '4.0' | '4.01' | 'legacy';
  readonly hasRelativeLinks: boolean;
  readonly root: string;
}

/** Reads of rows, whole or changed, a portion at a time; links are numbers that only this service can read. */
export class ModelReads {
  readonly #rows: ModelRows;
  readonly #settings: ReadSettings;
  readonly #places = new Map<string, Place>();
  /** Links given out before this tick have expired. */
  expiredBefore = 0;

  constructor(rows: ModelRows, settings: ReadSettings) {
    this.#rows = rows;
    this.#settings = settings;
  }

  place(link: string): Place | undefined {
    const token = /[?&]\$(?:skip|delta)token=(\w+)/.exec(link)?.[1];
    return token === undefined ? undefined : this.#places.get(token);
  }

  first(table: ModelTable, request: ModelRequest, isTracked: boolean): ModelAnswer {
    const query = queryOf(request.path, table);
    if (query === null) return refusal(400, '0x80060888', `The query ${request.path} is not understood.`);
    const { tick: asOf, epoch } = this.#rows;
    const place: Place = { kind: 'rows', table: table.name, query, after: '', asOf, isTracked, epoch };
    const count = request.path.includes('$count=true') ? { '@odata.count': this.#rows.table(table.name).size } : {};
    return this.#rowsFrom(table, place, request, count);
  }

  on(table: ModelTable, request: ModelRequest): ModelAnswer {
    const place = this.place(request.path);
    const isVoid = place === undefined || place.table !== table.name || place.epoch !== this.#rows.epoch;
    const begun = place?.kind === 'rows' ? place.asOf : place?.since;
    if (isVoid || (begun ?? 0) < this.expiredBefore) {
      return refusal(
        410,
        '0x80044352',
        'Version stamp associated with the client has expired. Please perform a full sync.',
      );
    }
    return place.kind === 'rows' ? this.#rowsFrom(table, place, request, {}) : this.#changes(table, place, request);
  }

  one(table: ModelTable, key: string): ModelAnswer {
    const row = this.#rows.row(table.name, key);
    if (row === null) return refusal(404, '0x80040217', `${table.name} With Id = ${key} Does Not Exist`);
    return json(200, wire(table, key, row));
  }

  #rowsFrom(
    table: ModelTable,
    place: Place & { readonly kind: 'rows' },
    request: ModelRequest,
    count: object,
  ): ModelAnswer {
    const { query } = place;
    const size = portionOf(request);
    const found = [...this.#rows.table(table.name)]
      .filter(([key, row]) => isAsked(query, key, row))
      .map(([key, row]) => ({ key, row, at: placeOf(query, key, row) }))
      .filter(({ at }) => at > place.after)
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    const some = found.slice(0, size);
    const value = some.map(({ key, row }) =>
      query.isKeysOnly ? { '@odata.etag': row.etag, [table.key]: key } : wire(table, key, row),
    );
    const links =
      found.length > size
        ? { '@odata.nextLink': this.#link(table, 'skip', { ...place, after: some.at(-1)?.at ?? '' }) }
        : place.isTracked
          ? { '@odata.deltaLink': this.#link(table, 'delta', changesFrom(place)) }
          : {};
    return json(200, { ...count, value, ...links });
  }

  #changes(table: ModelTable, place: Place & { readonly kind: 'changes' }, request: ModelRequest): ModelAnswer {
    const size = portionOf(request);
    const changed = this.#rows
      .keysEver(table.name)
      .map((key) => ({ key, tick: this.#rows.history(table.name, key).at(-1)?.tick ?? 0 }))
      .filter(({ tick }) => tick > place.since)
      .sort((a, b) => a.tick - b.tick);
    const some = changed.slice(0, size);
    const value = some.map(({ key }) => {
      const row = this.#rows.row(table.name, key);
      return row === null ? this.#removal(table, key) : wire(table, key, row);
    });
    const isMore = changed.length > size;
    const since = isMore ? (some.at(-1)?.tick ?? place.since) : this.#rows.tick;
    const link = this.#link(table, isMore ? 'skip' : 'delta', { ...place, since, begun: isMore ? place.begun : since });
    return json(200, { value, [isMore ? '@odata.nextLink' : '@odata.deltaLink']: link });
  }

  #removal(table: ModelTable, key: string): object {
    const id = `${this.#settings.root}${table.set}(${key})`;
    switch (this.#settings.removalShape) {
      case '4.0':
        return {
          '@odata.context': `${this.#settings.root}$metadata#${table.set}/$deletedEntity`,
          id: key,
          reason: 'deleted',
        };
      case '4.01':
        return { '@removed': { reason: 'deleted' }, '@id': id };
      case 'legacy':
        return { '@odata.removed': { reason: 'deleted' }, '@odata.id': id };
    }
  }

  #link(table: ModelTable, kind: 'skip' | 'delta', place: Place): string {
    const token = `t${this.#places.size.toString(36)}`;
    this.#places.set(token, place);
    return `${this.#settings.hasRelativeLinks ? '' : this.#settings.root}${table.set}?$${kind}token=${token}`;
  }
}

function changesFrom({ table, asOf, epoch }: Place & { readonly kind: 'rows' }): Place {
  return { kind: 'changes', table, since: asOf, begun: asOf, epoch };
}

export function wire(table: ModelTable, key: string, row: ModelRow): object {
  return { '@odata.etag': row.etag, [table.key]: key, ...row.values };
}

function portionOf(request: ModelRequest): number {
  return Number(/odata\.maxpagesize=(\d+)/.exec(request.headers.prefer ?? '')?.[1] ?? 5_000);
}
