import { json, type ModelAnswer, type ModelRequest, page, refusal } from './answer.ts';
import { answerBatch, partsOf } from './batch.ts';
import { definitionsAnswer } from './definitions.ts';
import { ModelReads } from './reads.ts';
import { ModelRows } from './rows.ts';
import { tableOfSet } from './tables.ts';
import { answerWrite, type Effect, rowOf } from './writes.ts';

export interface ServiceSettings {
  readonly root: string;
  readonly tracking: { readonly [table: string]: 'tracks' | 'refuses' | 'ignores' | 'not enabled' };
  readonly removalShape: '4.0' | '4.01' | 'legacy';
  readonly hasRelativeLinks: boolean;
  readonly namesEpoch: boolean;
  readonly takesBatches: boolean;
  /** See `ModelRows`. */
  readonly stamp: (() => string) | null;
  /** The service's clock, as its Date header shows it; null where that is not to be seen. */
  readonly date: (() => string) | null;
  readonly answersWithoutRow: boolean;
  readonly saysDuplicateWith500: boolean;
}

/** What the service suffers from now. */
export type Ailment =
  | { readonly kind: 'none' }
  /** Asks for silence: 429 or 503 with Retry-After. */
  | { readonly kind: 'throttling'; readonly status: 429 | 503; readonly retryAfterS: number }
  | { readonly kind: 'errors'; readonly status: 500 | 502 | 503 | 504 }
  | { readonly kind: 'html' };

/** A service in Dataverse's manner, written from its documentation alone: it shares no code with the client. */
export class ModelService {
  readonly rows: ModelRows;
  readonly reads: ModelReads;
  readonly #settings: ServiceSettings;
  readonly #tokens = new Map<string, number>();
  ailment: Ailment = { kind: 'none' };

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
    this.rows = new ModelRows(settings.stamp);
    this.reads = new ModelReads(this.rows, settings);
  }

  /** A token for a person. */
  signIn(person: number): string {
    const token = `token-${this.#tokens.size}-of-${person}`;
    this.#tokens.set(token, person);
    return token;
  }

  /** All tokens given out so far are void. */
  forgetTokens(): void {
    for (const token of this.#tokens.keys()) this.#tokens.set(token, Number.NaN);
  }

  /** Whose token a request carries; null if it is none that counts. */
  personOf(request: ModelRequest): number | null {
    const person = this.#tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
    return person === undefined || Number.isNaN(person) ? null : person;
  }

  /** The writes that a request carries: itself, or the parts of a batch. */
  partsOf(request: ModelRequest): readonly ModelRequest[] {
    return request.method === 'POST' ? (partsOf(request, this.#settings.root) ?? []) : [request];
  }

  answer(request: ModelRequest, onEffect: (effect: Effect) => void): ModelAnswer {
    const ill = this.#illAnswer();
    if (ill !== null) return ill;
    if (this.personOf(request) === null) return refusal(401, '0x80040220', 'The token is not valid.');
    const answer = request.method === 'GET' ? this.#read(request) : this.#write(request, onEffect);
    const { namesEpoch, date } = this.#settings;
    const epoch = namesEpoch ? { 'landfall-epoch': `epoch ${this.rows.epoch}` } : {};
    return { ...answer, headers: { ...answer.headers, ...epoch, ...(date === null ? {} : { date: date() }) } };
  }

  #illAnswer(): ModelAnswer | null {
    const { ailment } = this;
    switch (ailment.kind) {
      case 'none':
        return null;
      case 'throttling': {
        const headers = { 'retry-after': String(ailment.retryAfterS) };
        return refusal(ailment.status, '0x80072322', 'Number of requests exceeded the limit.', headers);
      }
      case 'errors':
        return ailment.status === 500
          ? refusal(500, '0x80040216', 'An unexpected error occurred.')
          : page(ailment.status);
      case 'html':
        return page(200);
    }
  }

  #read(request: ModelRequest): ModelAnswer {
    const { path } = request;
    const told = definitionsAnswer(path, {
      isTracked: (table) => this.#settings.tracking[table] !== 'not enabled',
      hasStamp: this.#settings.stamp !== null,
    });
    if (told !== null) return json(200, told);
    const one = rowOf(path);
    if (one !== null) return this.reads.one(one.table, one.key);
    const counted = /^RetrieveTotalRecordCount\(EntityNames=\['(\w+)'\]\)/.exec(path)?.[1];
    if (counted !== undefined)
      return json(200, { EntityRecordCountCollection: { Keys: [counted], Values: [this.rows.table(counted).size] } });
    const table = tableOfSet(/^(\w+)/.exec(path)?.[1] ?? '');
    if (table === undefined) return refusal(404, '0x80060888', 'Resource not found for the segment.');
    if (/\$(skip|delta)token=/.test(path)) return this.reads.on(table, request);
    const isTrackingAsked = (request.headers.prefer ?? '').includes('odata.track-changes');
    const tracking = this.#settings.tracking[table.name];
    if (isTrackingAsked && tracking === 'refuses')
      return refusal(403, '0x80040220', 'SecLib::CheckPrivilege failed. Required Depth: Global');
    return this.reads.first(table, request, isTrackingAsked && tracking === 'tracks');
  }

  #write(request: ModelRequest, onEffect: (effect: Effect) => void): ModelAnswer {
    if (request.method === 'POST' && request.path === '$batch') {
      if (!this.#settings.takesBatches) return refusal(404, '0x80060888', 'Resource not found for the segment.');
      return answerBatch(this.partsOf(request), (part) => this.#write(part, onEffect));
    }
    const { answer, effect } = answerWrite(this.rows, this.#settings, request);
    if (effect !== null) onEffect(effect);
    return answer;
  }
}
