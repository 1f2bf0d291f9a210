/** Something that is to happen at its time, unless it is called off. */
export interface Queued {
  readonly at: number;
  readonly order: number;
  readonly label: string;
  run: (() => void) | null;
}

/** What is to happen, soonest first; what is for the same time in the order in which it was put here. */
export class EventQueue {
  readonly #heap: Queued[] = [];
  #order = 0;

  put(at: number, label: string, run: () => void): Queued {
    const queued: Queued = { at, order: this.#order++, label, run };
    const heap = this.#heap;
    let index = heap.length;
    heap.push(queued);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(queued, heap[parent] as Queued)) break;
      heap[index] = heap[parent] as Queued;
      index = parent;
    }
    heap[index] = queued;
    return queued;
  }

  /** The next that was not called off. */
  take(): Queued | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return null;
      this.#removeFirst();
      if (first.run !== null) return first;
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Queued, heap[child] as Queued)) child += 1;
      if (!isBefore(heap[child] as Queued, last)) break;
      heap[index] = heap[child] as Queued;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(a: Queued, b: Queued): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
