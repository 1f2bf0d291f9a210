import {
  type DataCall,
  DataCallFailed,
  type DataCalls,
  type DataEvent,
  type DataLine,
  unhurried,
} from '../messages/data-calls.ts';
import { type CallEnvelope, parseAnswer } from '../messages/data-envelope.ts';
import type { Clock, Timers } from '../platform/platform.ts';

/** A call that waits longer is said to: longer than the opening of a large table takes on a slow device. */
const patienceTicks = 4;
/** For calls that first let a cycle come to its end, or do much. */
const unhurriedTicks = 12;
const tickMs = 5_000;

interface Waiting {
  readonly call: DataCall;
  readonly since: number;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: DataCallFailed) => void;
  /** Ticks that came meanwhile: while the page is frozen none does, and the worker is too. */
  ticks: number;
}

/** As much of a `Worker` as the line needs. */
export interface LineEnd {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (message: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

interface LineNews {
  /** The worker itself failed: nothing will answer any more. */
  broke(message: string): void;
  done(call: DataCall): void;
  /** `kind` as `DataCallFailed` has it. */
  failed(kind: string): void;
  /** Since when a call has been waiting for an answer, longer than it should; null when none does any more. */
  silent(since: number | null): void;
}

/** The page's line to its data worker. */
export class WorkerLine implements DataLine {
  readonly #worker: LineEnd;
  readonly #time: { readonly clock: Clock; readonly timers: Timers };
  readonly #news: LineNews;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onTheWay = new Set<Promise<unknown>>();
  readonly #listeners = new Set<(event: DataEvent) => void>();
  #lastId = 0;
  #isTicking = false;
  #silentSince: number | null = null;

  constructor(worker: LineEnd, time: { readonly clock: Clock; readonly timers: Timers }, news: LineNews) {
    this.#worker = worker;
    this.#time = time;
    this.#news = news;
    worker.addEventListener('message', (message) => this.#receive(message.data));
    worker.addEventListener('error', (event) => {
      this.#failAll(event.message);
      news.broke(event.message);
    });
  }

  call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
    this.#lastId += 1;
    const envelope: CallEnvelope<Call> = { call, id: this.#lastId, input };
    const answered = new Promise<DataCalls[Call]['out']>((resolve, reject) => {
      this.#waiting.set(envelope.id, {
        call,
        since: this.#time.clock.now(),
        resolve: resolve as (output: unknown) => void,
        reject,
        ticks: 0,
      });
    });
    this.#onTheWay.add(answered);
    this.#worker.postMessage(envelope);
    this.#tickOn();
    const isOver = () => this.#onTheWay.delete(answered);
    answered.then(isOver, isOver);
    return answered;
  }

  onEvent(listener: (event: DataEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when nothing that was asked so far waits for its answer any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#onTheWay);
  }

  #receive(message: unknown): void {
    const envelope = parseAnswer(message);
    if (envelope === null) return;
    if ('event' in envelope) {
      for (const listener of this.#listeners) listener(envelope.event);
      return;
    }
    const waiting = this.#waiting.get(envelope.answers);
    this.#waiting.delete(envelope.answers);
    this.#lookForSilence();
    if (waiting === undefined) return;
    if ('failure' in envelope) {
      this.#news.failed(envelope.failure.kind);
      waiting.reject(new DataCallFailed(envelope.failure.kind, envelope.failure.message));
      return;
    }
    this.#news.done(waiting.call);
    waiting.resolve(envelope.output);
  }

  #failAll(message: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new DataCallFailed('worker broke', message));
    this.#waiting.clear();
    this.#lookForSilence();
  }

  #tickOn(): void {
    if (this.#isTicking || this.#waiting.size === 0) return;
    this.#isTicking = true;
    this.#time.timers.after(tickMs, () => {
      this.#isTicking = false;
      for (const waiting of this.#waiting.values()) waiting.ticks += 1;
      this.#lookForSilence();
      this.#tickOn();
    });
  }

  #lookForSilence(): void {
    const late = [...this.#waiting.values()].filter(
      ({ call, ticks }) => ticks >= (unhurried.includes(call) ? unhurriedTicks : patienceTicks),
    );
    const since = late[0]?.since ?? null;
    if (since === this.#silentSince) return;
    this.#silentSince = since;
    this.#news.silent(since);
  }
}
