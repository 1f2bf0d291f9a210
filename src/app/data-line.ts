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

/** The page's line to a data worker that it starts; `hangUp` ends the worker. */
export class WorkerLine implements DataLine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
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
    return new Promise((resolve, reject) => {
      this.#waiting.set(envelope.id, { resolve: resolve as (output: unknown) => void, reject });
      this.#worker.postMessage(envelope);
    });
  }

  onEvent(listener: (event: DataEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hangUp(): void {
    this.#worker.terminate();
    this.#failAll('the line was closed');
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
