import { type ReadonlySignal, signal } from '@preact/signals';
import { findStoreTrouble, isFinal, type Trouble } from '../core/trouble.ts';
import type { DataCall, DataEvent, TroubleSource } from '../messages/data-calls.ts';

type Source = TroubleSource | 'calls' | 'silence';

/** Calls that write: only one of them shows that there is space again. */
const writing: readonly DataCall[] = ['edit', 'decide', 'save draft'];

/** Gathers what keeps this device from working as it should, from all who notice something of it. */
export class TroubleDesk {
  readonly #troubles = signal<readonly Trouble[]>([]);
  readonly #bySource = new Map<Source, Trouble>();

  get troubles(): ReadonlySignal<readonly Trouble[]> {
    return this.#troubles;
  }

  hear(event: DataEvent): void {
    if (event.kind === 'trouble changed') this.#set(event.of, event.trouble);
  }

  /** A call was done. */
  done(call: DataCall): void {
    const trouble = this.#bySource.get('calls');
    if (trouble?.kind !== 'store' || isFinal(trouble.why)) return;
    if (trouble.why !== 'quota exceeded' || writing.includes(call)) this.#set('calls', null);
  }

  /** A call failed; `kind` as `DataCallFailed` has it. */
  failed(kind: string): void {
    const why = findStoreTrouble(kind);
    // That one call could not be done is said where it was made.
    if (why !== null && why !== 'broken') this.#set('calls', { kind: 'store', why });
  }

  /** Calls have been waiting for an answer since then; null if none does any more. */
  silent(since: number | null): void {
    this.#set('silence', since === null ? null : { kind: 'no answer', since });
  }

  #set(source: Source, trouble: Trouble | null): void {
    const before = this.#bySource.get(source);
    // What a reload alone gets over stays said until then.
    if (before?.kind === 'store' && isFinal(before.why)) return;
    if (trouble === null) this.#bySource.delete(source);
    else this.#bySource.set(source, trouble);
    this.#troubles.value = distinct([...this.#bySource.values()]);
  }
}

/** Several notice the same. */
function distinct(all: readonly Trouble[]): readonly Trouble[] {
  const final = all.find((trouble) => trouble.kind === 'store' && isFinal(trouble.why));
  if (final !== undefined) return [final];
  return all.filter((trouble, index) => all.findIndex((other) => other.kind === trouble.kind) === index);
}
