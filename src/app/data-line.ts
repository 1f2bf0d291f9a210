import {
  type DataCall,
  DataCallFailed,
  type DataCalls,
  type DataEvent,
  type DataLine,
} from '../messages/data-calls.ts';
import { type CallEnvelope, parseAnswer } from '../messages/data-envelope.ts';

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: DataCallFailed) => void;
}

/** The page's line to its data worker. */
export class WorkerLine implements DataLine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onTheWay = new Set<Promise<unknown>>();
  readonly #listeners = new Set<(event: DataEvent) => void>();
  #lastId = 0;

  /** `onBreak` is called when the worker itself fails: nothing will answer any more. */
  constructor(worker: Worker, onBreak: (message: string) => void) {
    this.#worker = worker;
    worker.addEventListener('message', (message: MessageEvent<unknown>) => this.#receive(message.data));
    worker.addEventListener('error', (event) => {
      this.#failAll(event.message);
      onBreak(event.message);
    });
  }

  call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
    this.#lastId += 1;
    const envelope: CallEnvelope<Call> = { call, id: this.#lastId, input };
    const answered = new Promise<DataCalls[Call]['out']>((resolve, reject) => {
      this.#waiting.set(envelope.id, { resolve: resolve as (output: unknown) => void, reject });
    });
    this.#onTheWay.add(answered);
    this.#worker.postMessage(envelope);
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
    if ('failure' in envelope) waiting?.reject(new DataCallFailed(envelope.failure.kind, envelope.failure.message));
    else waiting?.resolve(envelope.output);
  }

  #failAll(message: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new DataCallFailed('worker broke', message));
    this.#waiting.clear();
  }
}
